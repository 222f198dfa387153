import { changedLinkPage, isLinkPage } from "@/lib/core/link-token";
import { classify, rawPathOf } from "@/lib/core/routes";

/** What a mail program or a sentence leaves at the end of a path. */
const PATH_END = /[^a-z0-9]+$/i;

/** Longer than the name of a page with a few encoded characters. */
const MAX_PATH_LENGTH = 60;

/**
 * Where to send a request for a one-time link that a mail program has changed. A token in a path or a query is never accepted,
 * and the redirect takes it out of the address bar and the browser's history. The browser keeps the fragment in a redirect, so
 * a link with only a space or a full stop after its path opens.
 * @param url path and query, as in `request.url`
 * @returns a path and query without any part of the URL; null for any other URL
 */
export function changedLinkTarget(url: string): string | null {
  if (!["page", "docs"].includes(classify(url))) return null;
  const page = changedLinkPage(url);
  if (page) return `/link?changed=${page}`;
  const path = rawPathOf(url);
  if (path.length > MAX_PATH_LENGTH) return null;
  const name = decoded(path).replace(PATH_END, "").replace(/^\/+/, "").toLowerCase();
  // Next removes a trailing slash itself, with the query.
  return isLinkPage(name) && path !== `/${name}` && path !== `/${name}/` ? `/${name}` : null;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
