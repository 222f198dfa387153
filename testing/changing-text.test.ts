import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";

// The translation of a browser replaces each text on the page. React then cannot remove or update that text, nor insert
// anything before it: it throws NotFoundError, or the page keeps an old text. It can replace all the text of an element. So a
// text that changes is alone in its element, and nothing appears before a text without an element of its own.

type Kind = "nothing" | "text" | "element" | "optional element" | "changing text";

/** What never changes in its element, but does not look like it: slots for elements, render functions, elements with a key. */
const ELEMENTS = /^(children|props\.children|phrase`|children\(\{|email\.slice\()/;

function kindOf(expression: ts.Expression): Kind {
  if (ELEMENTS.test(expression.getText())) return "element";
  if (ts.isParenthesizedExpression(expression)) return kindOf(expression.expression);
  if (ts.isJsxElement(expression) || ts.isJsxSelfClosingElement(expression)) return "element";
  if (ts.isJsxFragment(expression)) {
    const kinds = new Set(childrenOf(expression).map(({ kind }) => kind));
    if (kinds.has("text") || kinds.has("changing text")) return "changing text";
    return kinds.has("optional element") ? "optional element" : "element";
  }
  if (ts.isStringLiteralLike(expression)) return "text";
  if (expression.kind === ts.SyntaxKind.NullKeyword) return "nothing";
  if (ts.isConditionalExpression(expression)) {
    const kinds = [kindOf(expression.whenTrue), kindOf(expression.whenFalse)];
    return kinds.some((kind) => kind.endsWith("text")) ? "changing text" : "optional element";
  }
  const [callback] = ts.isCallExpression(expression) ? expression.arguments : [];
  if (callback && ts.isArrowFunction(callback) && /\.map\($/.test(beforeArguments(expression))) {
    const kind = ts.isBlock(callback.body) ? "element" : kindOf(callback.body);
    return kind.endsWith("text") ? "changing text" : "optional element";
  }
  return ts.isIdentifier(expression) && SLOTS.has(expression.text) ? "optional element" : "changing text";
}

/** Properties of a component that are elements or nothing. */
const SLOTS = new Set([
  "actions",
  "access",
  "badge",
  "description",
  "icon",
  "select",
  "signOut",
  "since",
  "tip",
  "title",
]);

const beforeArguments = (call: ts.Expression): string =>
  ts.isCallExpression(call) ? `${call.expression.getText()}(` : "";

interface Child {
  kind: Kind;
  node: ts.Node;
}

/** The children of an element; those of a fragment are children of the element around it. */
function childrenOf(parent: ts.JsxElement | ts.JsxFragment): Child[] {
  return parent.children.flatMap((node): Child[] => {
    if (ts.isJsxText(node)) return node.containsOnlyTriviaWhiteSpaces ? [] : [{ kind: "text", node }];
    if (ts.isJsxFragment(node)) return childrenOf(node);
    if (!ts.isJsxExpression(node)) return [{ kind: "element", node }];
    return node.expression ? [{ kind: kindOf(node.expression), node }] : [];
  });
}

function findProblems(source: ts.SourceFile): string[] {
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxFragment(node)) {
      const children = childrenOf(node);
      for (const [n, { kind, node: child }] of children.entries()) {
        const next = children.slice(n + 1).find((other) => other.kind !== "optional element");
        const alone = children.length === 1;
        if ((kind === "changing text" && !alone) || (kind === "optional element" && next?.kind === "text")) {
          const { line } = source.getLineAndCharacterOfPosition(child.getStart());
          problems.push(`${source.fileName}:${line + 1}: ${child.getText()}`);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return problems;
}

const parse = (name: string, text: string): ts.SourceFile =>
  ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

test("text that changes is alone in its element", () => {
  const files = ["app", "components"].flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`),
  );
  const sources = files.filter((file) => file.endsWith(".tsx") && !file.includes(".test."));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap((file) => findProblems(parse(file, readFileSync(file, "utf8"))))).toEqual([]);
});

test.each([
  "<p>{count} selected</p>",
  '<p>{empty ? "None. " : null}<b>x</b></p>',
  "<p>{icon} Save</p>",
  "<p>{on ? <Icon /> : null} Save</p>",
  "<>{names.map((name) => name)}<b>x</b></>",
  "<p><b>x</b>{on ? <>from <b>y</b></> : null}</p>",
])("reports %s", (jsx) => {
  expect(findProblems(parse("x.tsx", jsx))).toHaveLength(1);
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: JSX.
  "<p>{`${count} selected`}</p>",
  "<p><Icon /> Save</p>",
  "<p><span>{count}</span> selected</p>",
  "<p>Created {on ? <b>x</b> : null}</p>",
])("accepts %s", (jsx) => {
  expect(findProblems(parse("x.tsx", jsx))).toEqual([]);
});
