import { compiler, type MarkdownToJSX, RuleType } from "markdown-to-jsx/react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { CodeBlock } from "./code-block";
import { ExampleText } from "./example-values";
import { ScrollableTable } from "./scrollable-table";
import { typography } from "./typography";

interface Props {
  source: string;
  /** Returns the URL of a link, or null to render its text without a link. */
  resolveHref: (target: string) => string | null;
}

/** Renders Markdown. HTML is shown as text; comments are removed. */
export function Markdown({ source, resolveHref }: Props): ReactNode {
  return compiler(withoutComments(source), {
    wrapper: Fragment,
    forceWrapper: true,
    disableParsingRawHTML: true,
    // A bare URL in the text is an example, not a link.
    disableAutoLink: true,
    overrides: typography,
    renderRule: rules(resolveHref),
  });
}

/** Renders the nodes that need more than a class. Nodes come in page order, so counters can number them. */
function rules(resolveHref: Props["resolveHref"]): MarkdownToJSX.Options["renderRule"] {
  let section = "";
  let tables = 0;
  let codeBlocks = 0;
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
        codeBlocks += 1;
        return (
          <CodeBlock key={key} number={codeBlocks} section={section} language={node.lang} text={node.text} />
        );
      case RuleType.codeInline:
        return (
          <code key={key} {...typography.code.props}>
            <ExampleText text={node.text} />
          </code>
        );
      case RuleType.link:
        return (
          <DocLink key={key} href={node.target === null ? null : resolveHref(node.target)}>
            {render(node.children, {})}
          </DocLink>
        );
      case RuleType.image:
        // The images of docs/ are not served.
        return node.alt;
      default:
        return next();
    }
  };
}

function DocLink({ href, children }: { href: string | null; children: ReactNode }) {
  if (href === null) return children;
  const className = "underline decoration-control underline-offset-[0.2em] hover:decoration-current";
  if (href.startsWith("/docs")) {
    return (
      <Link href={href} className={className}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} className={className}>
      {children}
    </a>
  );
}

/** Removes comments on lines of their own outside of code blocks. The parser would render one below a table as a row. */
const withoutComments = (source: string): string =>
  source.replace(/^(```|~~~)[\s\S]*?^\1|^<!--[\s\S]*?-->$/gm, (match) =>
    match.startsWith("<!--") ? "" : match,
  );

const textOf = (nodes: MarkdownToJSX.ASTNode[]): string =>
  nodes
    .map((node) => {
      if ("children" in node && node.children) return textOf(node.children);
      return "text" in node ? node.text : "";
    })
    .join("");
