import { expect, test } from "vitest";
import { classify, hasVersionPrefix, isKeyApi, looksLikeApi, ROUTE_SEGMENTS, type RouteKind } from "./routes";
import { slugSchema } from "./slug";

test.each<[string, RouteKind]>([
  ["/v1", "api"],
  ["/v1?a", "api"],
  ["/v3/a?b", "api"],
  ["/v1/acme/data/x", "api"],
  ["/runtime/v1/x", "api"],
  ["/openapi.json", "api"],
  ["/openapi.json?y", "api"],
  ["/healthz", "health"],
  ["/readyz?x", "health"],
  ["/_next/static/x.js", "asset"],
  ["/_next/data", "asset"],
  ["/favicon.svg", "asset"],
  ["/favicon.ico?x", "asset"],
  ["/docs", "docs"],
  ["/docs?x", "docs"],
  ["/docs/errors", "docs"],
  ["/acme/data", "data"],
  ["/acme/data?x", "data"],
  ["/acme/data/api-keys?x=/docs", "data"],
  ["/account/data/sessions", "data"],
  ["/v12/data/members", "data"],
  ["/", "page"],
  ["", "page"],
  ["/?x", "page"],
  ["/v12", "page"],
  ["/v2/x", "page"],
  ["/harbour-hotels/v3", "page"],
  ["/harbour-hotels/database", "page"],
  ["/harbour-hotels/x/data", "page"],
  ["/healthzz", "page"],
  ["/healthz/", "page"],
  ["/openapi.json/", "page"],
  ["/openapi", "page"],
  ["/_next", "page"],
  ["/favicons", "page"],
  ["/docsify", "page"],
  ["//data", "page"],
])("classifies %s as %s", (url, kind) => {
  expect(classify(url)).toBe(kind);
});

test.each([
  ["/v1/x", true, true, true],
  ["/v3/x?y", true, true, true],
  ["/v1", false, true, true],
  ["/v2/x", false, true, true],
  ["/v17/x", false, false, true],
  ["/v17", false, false, true],
  ["/runtime/v1/x", false, true, false],
  ["/api/v3/conversations", false, true, false],
  ["/webhook?x", false, true, false],
  ["/apiary/x", false, false, false],
  ["/acme/v1/x", false, false, false],
])("%s: API of keys %s, looks like an API %s, begins with a version %s", (url, key, api, version) => {
  expect([isKeyApi(url), looksLikeApi(url), hasVersionPrefix(url)]).toEqual([key, api, version]);
});

test("no workspace can have a slug that is the first segment of a route", () => {
  for (const segment of ROUTE_SEGMENTS) expect(slugSchema.safeParse(segment).success, segment).toBe(false);
});
