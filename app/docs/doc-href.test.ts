import { expect, test } from "vitest";
import { docHref } from "./doc-href";
import type { DocPage } from "./pages";

const pages: DocPage[] = [{ slug: "errors", title: "Errors", file: "errors.md", about: "" }];

test.each([
  ["errors.md", "/docs/errors"],
  ["./errors.md#rate-limits", "/docs/errors#rate-limits"],
  ["#here", "#here"],
  ["/docs/api", "/docs/api"],
  ["https://example.com/a.md", "https://example.com/a.md"],
  ["../ARCHITECTURE.md", null],
  ["../errors.md", null],
  ["pagination.md", null],
])("resolves %s to %s", (target, href) => {
  expect(docHref(target, pages)).toBe(href);
});
