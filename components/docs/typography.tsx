import { Children, type ComponentProps } from "react";

const styled = (className: string) => ({ props: { className } });

/** The classes of the elements of a Markdown page. */
export const typography = {
  h1: styled("mb-5 text-2xl font-bold sm:text-[1.75rem] wrap-break-word"),
  h2: styled("mt-10 mb-3 scroll-mt-6 text-xl font-bold wrap-break-word"),
  h3: styled("mt-8 mb-2 scroll-mt-6 text-lg font-semibold wrap-break-word"),
  h4: styled("mt-6 mb-2 scroll-mt-6 font-semibold wrap-break-word"),
  p: styled("my-4 leading-relaxed wrap-break-word"),
  ul: styled("my-4 list-disc space-y-1.5 pl-6 leading-relaxed wrap-break-word marker:text-muted"),
  ol: styled("my-4 list-decimal space-y-1.5 pl-6 leading-relaxed wrap-break-word marker:text-muted"),
  blockquote: styled("my-5 border-l-4 border-line pl-4 text-muted"),
  hr: styled("my-10 border-line"),
  code: {
    props: { className: "rounded-md bg-well px-1 py-0.5 font-mono text-[0.875em]", translate: "no" as const },
  },
  table: styled("w-full text-left text-[0.9375rem]"),
  tbody: styled("divide-y divide-line/60"),
  th: HeaderCell,
  td: styled("min-w-40 px-4 py-2.5 align-top"),
};

/** An empty header cell becomes a plain cell: Markdown tables always have a header row. */
function HeaderCell({ children, ...rest }: ComponentProps<"th">) {
  if (Children.count(children) === 0) return <td />;
  return (
    <th {...rest} scope="col" className="px-4 py-2.5 text-sm font-semibold whitespace-nowrap text-muted">
      {children}
    </th>
  );
}
