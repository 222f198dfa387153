import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import path from "node:path";

/** First segments that no workspace can have (`lib/core/slug.ts`) and no page has, but addresses of APIs. */
const API_PREFIX = /^\/(api|v[123]|conversations|external-events|handoff-state|openapi|webhook)(\/|$)/;
const VERSION_PREFIX = /^\/v\d+\//;
/** What Next serves besides pages. */
const NEXT_FILES = /^\/_next\//;
/** Pages of Next's own, for what is not found and what broke. */
const INTERNAL_PAGES = /^\/_(not-found|global-error)$/;

/** Whether a client asks for JSON and could not make use of a page. */
export const prefersJson = ({ headers: { accept = "" } }: IncomingMessage): boolean =>
  /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);

interface Route {
  page: string;
  regex: string;
}

/**
 * Tells requests of API clients that have the wrong address from requests for pages: those get the API's 404 instead of a
 * page's. Paths that look like an API's do, and with `Accept: application/json` all paths where no page can be.
 * @param folder the project's, with what `next build` wrote; undefined while pages are built as they are asked for
 */
export function apiNotFoundMatcher(folder: string | undefined): (request: IncomingMessage) => boolean {
  const isPage = folder === undefined ? () => true : pageMatcher(folder);
  return (request) => {
    const address = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (API_PREFIX.test(address)) return true;
    return (VERSION_PREFIX.test(address) || prefersJson(request)) && !isPage(address);
  };
}

function pageMatcher(folder: string): (address: string) => boolean {
  const manifest = path.join(folder, ".next/routes-manifest.json");
  const { staticRoutes, dynamicRoutes, rewrites } = JSON.parse(readFileSync(manifest, "utf8")) as {
    staticRoutes: Route[];
    dynamicRoutes: Route[];
    rewrites: { afterFiles: Route[] };
  };
  const routes = [...staticRoutes, ...dynamicRoutes].filter(({ page }) => !INTERNAL_PAGES.test(page));
  const shapes = [NEXT_FILES, ...[...routes, ...rewrites.afterFiles].map(({ regex }) => new RegExp(regex))];
  const files = new Set(readdirSync(path.join(folder, "public")).map((name) => `/${name}`));
  return (address) => files.has(address) || shapes.some((shape) => shape.test(address));
}
