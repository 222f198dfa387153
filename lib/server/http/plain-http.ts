import type { IncomingMessage } from "node:http";
import { settings } from "@/lib/core/env";
import { forwardedScheme } from "./client-ip";

/** Browsers send at least one of these, but only over https and to the browser's own machine (Fetch Metadata, section 2). */
const SECURE_CONTEXT_HEADERS = ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"];

/**
 * Why a request for a page is refused that a browser sent over http while PUBLIC_URL has https: the browser would discard the
 * session cookie, and signing in would fail without a message. TLS ends at a proxy, so this can only be inferred: from
 * `Origin`, which has the scheme, or from a page request that no browser sends over https and that a trusted proxy received
 * over http or that is for another host. Requests without a browser's headers, such as health checks, are not refused.
 * @returns one line for the user and the operator; null if there is no such sign
 */
export function plainHttpRefusal(request: IncomingMessage): string | null {
  const { PUBLIC_URL } = settings();
  if (!PUBLIC_URL.startsWith("https:")) return null;
  return hasHttpOrigin(request, PUBLIC_URL) || isHttpNavigation(request, PUBLIC_URL)
    ? `This console is set up for ${PUBLIC_URL}, but this request came over http, where browsers do not keep you signed in. Open ${PUBLIC_URL}, or set PUBLIC_URL to the URL that users open.`
    : null;
}

/**
 * Why a request for a page is refused that a trusted proxy received at a path below which it serves this server: no link and
 * no file of a page would have that path.
 */
export function subPathRefusal({ headers }: IncomingMessage): string | null {
  return /[^/]/.test(String(headers["x-forwarded-prefix"] ?? ""))
    ? "This console only runs at the root of a host, but a proxy serves it below a path (X-Forwarded-Prefix). Give it a host name of its own."
    : null;
}

/** True if a page of this site sent the request, and was itself loaded over http. */
function hasHttpOrigin({ headers }: IncomingMessage, publicUrl: string): boolean {
  const { origin = "" } = headers;
  if (!/^http:/i.test(origin) || !URL.canParse(origin)) return false;
  const { host, hostname } = new URL(origin);
  return host === requestedHost(headers) || hostname === new URL(publicUrl).hostname;
}

function isHttpNavigation(request: IncomingMessage, publicUrl: string): boolean {
  const { headers } = request;
  if (!/\btext\/html\b/i.test(headers.accept ?? "")) return false;
  if (SECURE_CONTEXT_HEADERS.some((name) => name in headers)) return false;
  const scheme = forwardedScheme.get(request);
  return scheme === "http" || (scheme === undefined && requestedHost(headers) !== new URL(publicUrl).host);
}

/** X-Forwarded-Host is present only from a proxy in TRUST_PROXY. */
export const requestedHost = (headers: IncomingMessage["headers"]): string | undefined =>
  headers["x-forwarded-host"]?.toString() ?? headers.host;
