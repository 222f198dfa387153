/** What the page says when nothing stands after the #. */
export const INCOMPLETE_LINK_MESSAGE =
  "This link is incomplete. Copy all of it, to the last character after the #.";

/**
 * The token after the `#` of a one-time link, or null. It is taken out of the address bar, so that it is in no history
 * entry, bookmark or shared screen.
 */
export function consumeUrlToken(): string | null {
  const token = window.location.hash.slice(1);
  if (token === "") return null;
  window.history.replaceState(null, "", window.location.pathname);
  return token;
}
