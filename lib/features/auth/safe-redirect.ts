/** Where to go after signing in: a path of this site, whatever the address bar said. */
export function safeRedirect(to: string): string {
  const base = "http://internal.invalid";
  try {
    const url = new URL(to, base);
    // What is left of "/.//host" once it is resolved would lead to that host.
    const local = to.startsWith("/") && url.origin === base && !url.pathname.startsWith("//");
    return local ? url.pathname + url.search : "/";
  } catch {
    return "/";
  }
}
