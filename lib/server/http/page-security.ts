import type { IncomingMessage, ServerResponse } from "node:http";
import { rejectMalformedRequest } from "@/lib/api/http/reject-malformed";
import { settings } from "@/lib/core/env";
import { hstsHeaders } from "@/lib/core/hsts";
import { classify } from "@/lib/core/routes";
import { prefersJson } from "./api-not-found";
import { limitBody } from "./body-limit";
import { findMalformedPart } from "./malformed-request";

/** What every answer of the pages' side carries, files and errors too. Pages themselves get a wider policy by proxy.ts. */
const SECURITY_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
};

const CONDITIONAL_HEADERS = ["range", "if-range", "if-match", "if-unmodified-since"];

/**
 * Stands before the pages: puts on what every answer carries, refuses what no page takes, and ends what comes too slowly or is too large.
 * @returns whether the request is answered already
 */
export function securePages(request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, ...hstsHeaders() })) {
    response.setHeader(name, value);
  }
  // Of files, Next responds with 500 where these are not met; without them it sends the whole file, as they permit.
  for (const name of CONDITIONAL_HEADERS) if (name in request.headers) delete request.headers[name];
  const unreadable = findMalformedPart(request);
  if (unreadable) {
    if (prefersJson(request)) rejectMalformedRequest(request, response);
    else reject(response, 400, unreadable);
    return true;
  }
  const methods = allowedMethods(request.url ?? "/");
  if (!methods.includes(request.method ?? "")) {
    response.setHeader("Allow", methods.join(", "));
    reject(response, 405, "This address does not take that method.");
    return true;
  }
  if (request.method === "POST" && !isSameOrigin(request)) {
    reject(
      response,
      403,
      "This came from another site, or from no page at all. Open the page anew and try again.",
    );
    return true;
  }
  let refused = false;
  if (request.method === "POST") {
    limitBody(request, response, ({ status, message }) => {
      refused = true;
      if (response.headersSent) response.destroy();
      else reject(response, status, message);
    });
  }
  return refused;
}

/** Browsers post server actions to the URL of the page that calls them. Data and files are read-only. */
const allowedMethods = (url: string): string[] =>
  ["asset", "data"].includes(classify(url)) ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"];

/**
 * Whether a page of this site sent it. Every browser says of a POST where it comes from; who does not is none. What a
 * proxy says of the host is believed only where TRUST_PROXY names it: from anybody else it has been dropped.
 */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  const { origin = "" } = headers;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const { PUBLIC_URL } = settings();
  // Beside an https site, the http page of the same name is whoever sits on the line.
  if (host === new URL(PUBLIC_URL).host) return origin === PUBLIC_URL;
  return host === (headers["x-forwarded-host"] ?? headers.host);
}

function reject(response: ServerResponse, status: number, message: string): void {
  const headers = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    Connection: "close",
  };
  response.writeHead(status, headers).end(`${message}\n`);
}
