import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { AppError, type ErrorCode } from "@/lib/core/errors";
import { baseHeaders, CORRELATION_ID_HEADER, correlationIdFor } from "./correlation-id";
import { errorEnvelope } from "./envelope";

interface Rejection {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/**
 * An error response for a request that never reaches a route. It closes the connection.
 * @param sentCorrelationId the correlation ID in the request, if its headers could be parsed
 */
export function rejectionFor(code: ErrorCode, sentCorrelationId?: string): Rejection {
  const error = new AppError(code);
  const correlationId = correlationIdFor(sentCorrelationId);
  const body = JSON.stringify(errorEnvelope(error, correlationId));
  const headers: OutgoingHttpHeaders = {
    ...baseHeaders(correlationId),
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
    Connection: "close",
    // The path is unknown here, so this lists every method that any route accepts.
    ...(code === "METHOD_NOT_ALLOWED" ? { Allow: "GET, HEAD, POST, PATCH" } : {}),
  };
  return { status: error.status, headers, body };
}

/** Sends 400 in the error envelope for a request whose URL or headers cannot be read. */
export function rejectMalformedRequest(request: IncomingMessage, response: ServerResponse): void {
  const sent = request.headers[CORRELATION_ID_HEADER.toLowerCase()];
  const { status, headers, body } = rejectionFor("REQUEST_MALFORMED", sent?.toString());
  response.writeHead(status, headers).end(body);
}
