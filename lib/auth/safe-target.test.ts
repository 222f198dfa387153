import { expect, test } from "vitest";
import { safeTarget } from "./safe-target";

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
  expect(safeTarget(to)).toBe(where);
});
