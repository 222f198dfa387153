import type { ReactNode } from "react";

/** A table that scrolls sideways on narrow screens. */
export function ScrollableTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard.
      tabIndex={0}
      className="my-5 overflow-x-auto rounded-row border border-line/60 bg-card"
    >
      {children}
    </section>
  );
}
