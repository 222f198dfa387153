import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { hasVersionPrefix, looksLikeApi, pathOf } from "@/lib/core/routes";

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
    const path = pathOf(request.url ?? "/");
    if (looksLikeApi(path)) return true;
    return (hasVersionPrefix(path) || prefersJson(request)) && !isPage(path);
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
