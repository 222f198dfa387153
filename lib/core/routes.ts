/**
 * What a URL path belongs to, in one place: the listener, page security, load shedding, metrics and the reserved slugs
 * all use it.
 */
export type RouteKind = "api" | "page" | "data" | "asset" | "docs" | "health";

/** First path segments of the external APIs. */
const API_SEGMENTS = ["v1", "v3", "runtime"];
/** First path segments that clients with a wrong base URL request, and that no page has. */
const MISTAKEN_API_SEGMENTS = [
  "api",
  "conversations",
  "external-events",
  "handoff-state",
  "openapi",
  "v2",
  "webhook",
];
const HEALTH_SEGMENTS = ["healthz", "readyz"];
const DOCS_SEGMENT = "docs";
/** `/{workspace}/data/…`: the JSON that the console's pages load. */
const DATA_SEGMENT = "data";

/** First path segments that no workspace can have as its slug, apart from the names of pages. */
export const ROUTE_SEGMENTS: readonly string[] = [
  ...API_SEGMENTS,
  ...MISTAKEN_API_SEGMENTS,
  ...HEALTH_SEGMENTS,
  DOCS_SEGMENT,
  DATA_SEGMENT,
  "_next",
  "favicon",
];

const OPENAPI_PATH = "/openapi.json";

/** A URL without its query. */
export const pathOf = (url: string): string => url.split("?", 1)[0] || "/";

/**
 * Classifies a request by its URL. Everything that has no other kind is a page.
 * @param url path and query, as in `request.url`
 */
export function classify(url: string): RouteKind {
  const path = pathOf(url);
  const [, first = "", second] = path.split("/");
  const hasMore = second !== undefined;
  if (API_SEGMENTS.includes(first) || path === OPENAPI_PATH) return "api";
  if (HEALTH_SEGMENTS.includes(first) && !hasMore) return "health";
  if ((first === "_next" && hasMore) || first.startsWith("favicon.")) return "asset";
  if (first === DOCS_SEGMENT) return "docs";
  if (first !== "" && second === DATA_SEGMENT) return "data";
  return "page";
}

/** True for the APIs of clients with an API key: `/v1/…` and `/v3/…`, but not `/runtime/…`. */
export const isKeyApi = (url: string): boolean => /^\/v[13]\//.test(url);

/** True for a path that looks like an API's, whether or not the API has a route for it. */
export function looksLikeApi(url: string): boolean {
  const [, first = ""] = pathOf(url).split("/");
  return API_SEGMENTS.includes(first) || MISTAKEN_API_SEGMENTS.includes(first);
}

/** True for a path whose first segment is a version such as v12, which may also be a workspace's slug. */
export const hasVersionPrefix = (url: string): boolean => /^\/v\d+(\/|$)/.test(pathOf(url));
