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

/** The path of a URL as it was sent. */
export function rawPathOf(url: string): string {
  const end = url.search(/[?#]/);
  return (end === -1 ? url : url.slice(0, end)) || "/";
}

/** An encoded character or a dot segment. All other paths are normal. */
const NOT_NORMAL = /%|\/\.\.?(?:\/|$)/;
/** An encoded ASCII character, and the characters that mean the same in a path segment when they are not encoded (pchar). */
const ENCODED_ASCII = /%[2-7][0-9a-f]/gi;
const PATH_CHARACTER = /[\w.~!$&'()*+,;=:@-]/;

/**
 * The path of a URL in one spelling for all that route by it: without its query, without dot segments and without needless
 * encoding (RFC 3986, 6.2.2 and 3.3), so `conversations%3Aimport` is `conversations:import`. Encoded slashes, empty
 * segments and upper case stay different.
 */
export function pathOf(url: string): string {
  const path = rawPathOf(url);
  if (!NOT_NORMAL.test(path) || !path.startsWith("/")) return path;
  return new URL(`http://localhost${path}`).pathname.replace(ENCODED_ASCII, (encoded) => {
    const character = decodeURIComponent(encoded);
    return PATH_CHARACTER.test(character) ? character : encoded;
  });
}

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
export const isKeyApi = (url: string): boolean => /^\/v[13]\//.test(pathOf(url));

/**
 * True for a path that looks like an API's, whether or not the API has a route for it: also with another case, with
 * additional or encoded slashes, with a suffix such as `;x=1` or `.json`, or with dot segments that leave the API.
 */
export const looksLikeApi = (url: string): boolean =>
  LIKE_API.has(firstWord(pathOf(url))) || LIKE_API.has(firstWord(rawPathOf(url)));

const LIKE_API = new Set([...API_SEGMENTS, ...MISTAKEN_API_SEGMENTS, ...HEALTH_SEGMENTS]);

/** The first letters, digits and hyphens of a path, decoded and in lower case. A page's first segment has no others. */
function firstWord(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (byte) =>
    String.fromCharCode(Number.parseInt(byte.slice(1), 16)),
  );
  return /[a-z0-9][a-z0-9-]*/.exec(decoded.toLowerCase())?.[0] ?? "";
}

/** True for a path whose first segment is a version such as v12, which may also be a workspace's slug. */
export const hasVersionPrefix = (url: string): boolean => /^v\d+$/.test(firstWord(pathOf(url)));
