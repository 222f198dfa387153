import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { apiNotFoundMatcher } from "./api-not-found";

// A short routes-manifest.json of `next build`. e2e/server/http-errors.spec.ts tests the real server.
const folder = mkdtempSync(path.join(tmpdir(), "api-not-found-"));
for (const name of [".next", "public"]) mkdirSync(path.join(folder, name));
writeFileSync(path.join(folder, "public/favicon.svg"), "");
const routes = {
  staticRoutes: [
    { page: "/", regex: "^/(?:/)?$" },
    { page: "/_not-found", regex: "^/_not\\-found(?:/)?$" },
    { page: "/sign-in", regex: "^/sign\\-in(?:/)?$" },
  ],
  dynamicRoutes: [
    { page: "/[workspace]", regex: "^/([^/]+?)(?:/)?$" },
    { page: "/[workspace]/data/api-keys", regex: "^/([^/]+?)/data/api\\-keys(?:/)?$" },
  ],
  rewrites: { afterFiles: [{ regex: "^/favicon\\.ico(?:/)?$" }] },
};
writeFileSync(path.join(folder, ".next/routes-manifest.json"), JSON.stringify(routes));
afterAll(() => rmSync(folder, { recursive: true }));

const JSON_ONLY = "application/json, text/plain, */*";
const BROWSER = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8";

test.each<[string, string | undefined, boolean]>([
  ["/v2/x", undefined, true],
  ["/v2/x?y", BROWSER, true],
  ["/v2", undefined, true],
  ["/v17/acme/uk/conversations", undefined, true],
  ["/v17/data/api-keys", undefined, false],
  ["/api/v3/conversations", undefined, true],
  ["/webhook", undefined, true],
  ["/acme/nothing", JSON_ONLY, true],
  ["/acme/nothing", BROWSER, false],
  ["/acme/nothing", "*/*", false],
  ["/acme/nothing", undefined, false],
  ["/acme", JSON_ONLY, false],
  ["/acme/data/api-keys", JSON_ONLY, false],
  ["/sign-in?to=/x", JSON_ONLY, false],
  ["/", JSON_ONLY, false],
  ["/_next/static/x.js", JSON_ONLY, false],
  ["/favicon.svg", JSON_ONLY, false],
  ["/favicon.ico", JSON_ONLY, false],
  ["/apiary/x", undefined, false],
  ["//v1/external-events/webhook", BROWSER, true],
  ["/v1%2Fexternal-events", undefined, true],
  ["/RUNTIME/v1/conversations", BROWSER, true],
  ["//v17/data/api-keys", undefined, true],
  ["/v1/../sign-in", BROWSER, true],
  ["/?v1", undefined, false],
])("%s with Accept %s gets the API's not-found response: %s", (url, accept, expected) => {
  const request = { url, headers: { accept } } as IncomingMessage;
  expect(apiNotFoundMatcher(folder)(request)).toBe(expected);
});

test("in development, treats every path as a page except those that look like an API's", () => {
  const isApiNotFound = apiNotFoundMatcher(undefined);
  const matches = (url: string) => isApiNotFound({ url, headers: { accept: JSON_ONLY } } as IncomingMessage);
  expect(["/v2/x", "/acme/nothing"].map(matches)).toEqual([true, false]);
});
