import { expect, test } from "vitest";
import { safeRedirect } from "./safe-redirect";

test.each([
  ["/acme/configure/api-keys?sort=name", "/acme/configure/api-keys?sort=name"],
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example/", "/"],
  ["/.//evil.example", "/"],
  ["/..//evil.example", "/"],
  ["/a/..//evil.example", "/"],
  ["/%2e//evil.example", "/"],
  ["/.\\/evil.example", "/"],
  ["/.\t//evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
])("after signing in, %j leads to %j", (to, where) => {
  expect(safeRedirect(to)).toBe(where);
});
