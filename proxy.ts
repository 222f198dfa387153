import { type NextRequest, NextResponse } from "next/server";
import { REQUESTED_PATH_HEADER } from "./lib/features/auth/safe-redirect";

/**
 * The content security policy of every page, with a fresh nonce each: Next puts it on its own scripts, and no other
 * script runs. Every other header of the kind is lib/server/http/page-security.ts's.
 * It also tells the page its own address, for coming back to it after signing in.
 * Styles may be inline: Radix positions its floating parts by style attributes, which cannot carry a nonce.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const policy = [
    "default-src 'self'",
    // Next's development server evaluates source maps; the built one needs no eval.
    // biome-ignore lint/style/noProcessEnv: Next replaces this word when it builds; it is no setting.
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
  headers.set(REQUESTED_PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  // Everything but the built assets, which are immutable files.
  matcher: [{ source: "/((?!_next/static|favicon.svg).*)" }],
};
