import type { IncomingMessage, ServerResponse } from "node:http";
import { contentCodings, encodedBodyError } from "@/lib/api/http/content-encoding";
import { rejectMalformedRequest } from "@/lib/api/http/reject-malformed";
import { settings } from "@/lib/core/env";
import { hstsHeaders } from "@/lib/core/hsts";
import { classify } from "@/lib/core/routes";
import { prefersJson } from "./api-not-found";
import { limitBody } from "./body-limit";
import { changedLinkTarget } from "./changed-link";
import { findMalformedPart } from "./malformed-request";
import { plainHttpRefusal, requestedHost, subPathRefusal } from "./plain-http";

/** Headers of every response of the console, including files and errors. proxy.ts sets a wider policy for pages. */
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
 * Runs before the page handler: sets the security headers, rejects requests that no page accepts, and limits bodies.
 * @returns true if the response was sent
 */
export function securePages(request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of Object.entries({ ...SECURITY_HEADERS, ...hstsHeaders() })) {
    response.setHeader(name, value);
  }
  const changedLink = changedLinkTarget(request.url ?? "/");
  if (changedLink) {
    redirectChangedLink(request, response, changedLink);
    return true;
  }
  // If such a condition fails for a file, Next responds with 500. Without them it sends the whole file, which is allowed.
  for (const name of CONDITIONAL_HEADERS) if (name in request.headers) delete request.headers[name];
  const malformed = findMalformedPart(request);
  if (malformed) {
    if (prefersJson(request)) rejectMalformedRequest(request, response);
    else reject(response, 400, malformed);
    return true;
  }
  const methods = allowedMethods(request.url ?? "/");
  if (!methods.includes(request.method ?? "")) {
    response.setHeader("Allow", methods.join(", "));
    reject(response, 405, "This URL does not support that method.");
    return true;
  }
  const isAsset = classify(request.url ?? "/") === "asset";
  const refusal = isAsset ? null : (subPathRefusal(request) ?? plainHttpRefusal(request));
  if (refusal) {
    reject(response, request.method === "POST" ? 403 : 421, refusal);
    return true;
  }
  if (request.method === "POST" && !isSameOrigin(request)) {
    reject(response, 403, "This request came from another site. Reload the page and try again.");
    return true;
  }
  if (request.method === "POST" && contentCodings(request.headers).length > 0) {
    response.setHeader("Accept-Encoding", "identity");
    const { status, message } = encodedBodyError();
    reject(response, status, message);
    return true;
  }
  let rejected = false;
  if (request.method === "POST") {
    limitBody(request, response, ({ status, message }) => {
      rejected = true;
      if (response.headersSent) response.destroy();
      else reject(response, status, message);
    });
  }
  return rejected;
}

/** Browsers post server actions to the URL of the page that calls them. Data and files are read-only. */
const allowedMethods = (url: string): string[] =>
  ["asset", "data"].includes(classify(url)) ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"];

/**
 * CSRF protection: true if a page of this site sent the request. Every browser sends `Origin` with a POST, so a request
 * without it is rejected. X-Forwarded-Host is present only from a proxy in TRUST_PROXY.
 */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  const { origin = "" } = headers;
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  const { PUBLIC_URL } = settings();
  // For an https site, an http page of the same host could come from an attacker on the network.
  if (host === new URL(PUBLIC_URL).host) return origin === PUBLIC_URL;
  return host === requestedHost(headers);
}

function redirectChangedLink(request: IncomingMessage, response: ServerResponse, target: string): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    reject(response, 400, "This URL contains a one-time link. Open the link in a browser.");
    return;
  }
  const headers = { Location: target, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store" };
  response.writeHead(303, headers).end();
}

function reject(response: ServerResponse, status: number, message: string): void {
  const headers = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    Connection: "close",
  };
  response.writeHead(status, headers).end(`${message}\n`);
}
