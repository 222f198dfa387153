import { type NextRequest, NextResponse } from "next/server";
import { redactSecretsInPath } from "./lib/core/redact";
import { REQUESTED_PATH_HEADER } from "./lib/features/auth/requested-path";

/**
 * Sets the content security policy of every page, with a new nonce. Next adds the nonce to its own scripts, and no other
 * script runs. lib/server/http/page-security.ts sets the other security headers.
 * It also passes the requested path to the page, which returns to it after sign-in.
 * Inline styles are allowed: Radix positions popups with style attributes, which cannot have a nonce.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = [
    "default-src 'self'",
    // Next's development server uses eval for source maps; a production build does not.
    // biome-ignore lint/style/noProcessEnv: Next replaces this at build time; it is not a setting.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // It becomes a part of another URL.
  headers.set(REQUESTED_PATH_HEADER, redactSecretsInPath(request.nextUrl.pathname + request.nextUrl.search));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Everything except the build assets, which are immutable files, and the data routes, which are no pages.
  matcher: [{ source: "/((?!_next/static|favicon.svg|[^/]+/data(?:/|$)).*)" }],
};
