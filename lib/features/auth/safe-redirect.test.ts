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
])("redirects %j to %j", (to, path) => {
  expect(safeRedirect(to)).toBe(path);
});
