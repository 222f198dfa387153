import { clsx } from "clsx";
import type { ReactNode, Ref } from "react";

interface Props {
  caption: string;
  headings: string[];
  /** Less padding, for many columns. */
  dense?: boolean;
  /** A ref of the element that contains the rows. */
  rowsRef?: Ref<HTMLTableSectionElement>;
  children: ReactNode;
}

/** A table that scrolls sideways on narrow screens. */
export function Table({ caption, headings, dense, rowsRef, children }: Props) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable by keyboard.
      tabIndex={0}
      className={clsx(
        "overflow-x-auto rounded-row border border-line/60 bg-card",
        dense && "[&_td]:px-3 [&_td]:py-2.5 [&_th]:px-3",
      )}
    >
      <table className="w-full text-left">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col" className="px-5 py-3 text-sm font-semibold text-muted">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={rowsRef} className="divide-y divide-line/60">
          {children}
        </tbody>
      </table>
    </section>
  );
}

export function TableCell({ children }: { children: ReactNode }) {
  return <td className="px-5 py-3 align-top">{children}</td>;
}
