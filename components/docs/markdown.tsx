import { compiler, type MarkdownToJSX, RuleType } from "markdown-to-jsx/react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CodeBlock } from "./code-block";
import { ExampleText } from "./example-values";
import { ScrollableTable } from "./scrollable-table";
import { typography } from "./typography";

interface Props {
  source: string;
  /** Where a link leads; null leaves its words without one. */
  resolveHref: (target: string) => string | null;
}

/** A Markdown page as elements. HTML in it is text, but for comments, which are left out. */
export function Markdown({ source, resolveHref }: Props): ReactNode {
  return compiler(withoutComments(source), {
    wrapper: Fragment,
    forceWrapper: true,
    disableParsingRawHTML: true,
    // An address that stands bare in the words is an example, not a place to go.
    disableAutoLink: true,
    overrides: typography,
    renderRule: rules(resolveHref),
  });
}

/** What is more than a styled element. Nodes come in the order of the page, so a counter numbers what it meets. */
function rules(hrefOf: Props["resolveHref"]): MarkdownToJSX.Options["renderRule"] {
  let section = "";
  let tables = 0;
  let wells = 0;
  return (next, node, render, { key }) => {
    switch (node.type) {
      case RuleType.heading:
        section = textOf(node.children);
        return next();
      case RuleType.table:
        tables += 1;
        return (
          <ScrollableTable key={key} label={`Table ${tables}: ${section}`}>
            {next()}
          </ScrollableTable>
        );
      case RuleType.codeBlock:
        wells += 1;
        return <CodeBlock key={key} number={wells} section={section} language={node.lang} text={node.text} />;
      case RuleType.codeInline:
        return (
          <code key={key} {...typography.code.props}>
            <ExampleText text={node.text} />
          </code>
        );
      case RuleType.link:
        return (
          <DocLink key={key} href={node.target === null ? null : hrefOf(node.target)}>
            {render(node.children, {})}
          </DocLink>
        );
      case RuleType.image:
        // Pictures of docs/ are for readers of the repository; only the words are served.
        return node.alt;
      default:
        return next();
    }
  };
}

function DocLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  const look = "underline decoration-control underline-offset-[0.2em] hover:decoration-current";
  if (href.startsWith("/docs")) {
    return (
      <Link href={href} className={look}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} className={look}>
      {children}
    </a>
  );
}

/** Comments on lines of their own, outside fenced code: the parser would make a row of one below a table. */
const withoutComments = (source: string): string =>
  source.replace(/^(```|~~~)[\s\S]*?^\1|^<!--[\s\S]*?-->$/gm, (found) =>
    found.startsWith("<!--") ? "" : found,
  );

const textOf = (nodes: MarkdownToJSX.ASTNode[]): string =>
  nodes
    .map((node) => {
      if ("children" in node && node.children) return textOf(node.children);
      return "text" in node ? node.text : "";
    })
    .join("");
