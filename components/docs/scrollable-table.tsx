import type { ReactNode } from "react";

/** A table of a page, scrolling within itself where the screen is narrow. */
export function ScrollableTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="my-5 overflow-x-auto rounded-row border border-line/60 bg-card"
    >
      {children}
    </section>
  );
}
