import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { hasVersionPrefix, looksLikeApi, pathOf } from "@/lib/core/routes";

const NEXT_FILES = /^\/_next\//;
/** Next's own pages for 404 and for errors. */
const INTERNAL_PAGES = /^\/_(not-found|global-error)$/;

/** True if the client accepts JSON but not HTML. */
export const prefersJson = ({ headers: { accept = "" } }: IncomingMessage): boolean =>
  /\bapplication\/json\b/i.test(accept) && !/\btext\/html\b/i.test(accept);

interface Route {
  page: string;
  regex: string;
}

/**
 * Finds requests of API clients with a wrong path, which get a 404 in JSON instead of an HTML page: paths that look like
 * an API's, and with `Accept: application/json` every path without a page.
 * @param folder the project folder with the output of `next build`; undefined in development, where pages are built on request
 */
export function apiNotFoundMatcher(folder: string | undefined): (request: IncomingMessage) => boolean {
  const isPage = folder === undefined ? () => true : pageMatcher(folder);
  return (request) => {
    const { url = "/" } = request;
    if (looksLikeApi(url)) return true;
    return (hasVersionPrefix(url) || prefersJson(request)) && !isPage(pathOf(url));
  };
}

function pageMatcher(folder: string): (pathname: string) => boolean {
  const manifest = path.join(folder, ".next/routes-manifest.json");
  const { staticRoutes, dynamicRoutes, rewrites } = JSON.parse(readFileSync(manifest, "utf8")) as {
    staticRoutes: Route[];
    dynamicRoutes: Route[];
    rewrites: { afterFiles: Route[] };
  };
  const routes = [...staticRoutes, ...dynamicRoutes].filter(({ page }) => !INTERNAL_PAGES.test(page));
  const patterns = [NEXT_FILES, ...[...routes, ...rewrites.afterFiles].map(({ regex }) => new RegExp(regex))];
  const files = new Set(readdirSync(path.join(folder, "public")).map((name) => `/${name}`));
  return (pathname) => files.has(pathname) || patterns.some((pattern) => pattern.test(pathname));
}
