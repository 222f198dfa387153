/** Returns a path of this site to redirect to after sign-in: `to` if it is one, otherwise "/". */
export function safeRedirect(to: string): string {
  const base = "http://internal.invalid";
  try {
    const url = new URL(to, base);
    // "/.//host" resolves to "//host", which would redirect to that host.
    const local = to.startsWith("/") && url.origin === base && !url.pathname.startsWith("//");
    return local ? url.pathname + url.search : "/";
  } catch {
    return "/";
  }
}
