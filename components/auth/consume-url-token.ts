import { findLinkToken } from "@/lib/core/link-token";

export const INCOMPLETE_LINK_MESSAGE =
  "This link is incomplete. Copy the whole link, including everything after the #.";

/**
 * Returns the token after the `#` of a one-time link, or null, and removes it from the address bar, so that it is in no
 * history entry, bookmark or screen share. Ignores what mail programs add to a link.
 */
export function consumeUrlToken(): string | null {
  const fragment = window.location.hash.slice(1);
  if (fragment === "") return null;
  window.history.replaceState(null, "", window.location.pathname);
  return findLinkToken(fragment)?.token ?? fragment;
}
