import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Duplex } from "node:stream";
import { closeQueuedResponses, closeStalledConnections, endConnection } from "@/lib/api/http/connections";
import { isSingleRequest, singleRequestConnection, withEncodedUrl } from "@/lib/api/http/raw-utf8";
import { rejectionFor, rejectMalformedRequest } from "@/lib/api/http/reject-malformed";
import type { ErrorCode } from "@/lib/core/errors";

/**
 * True for exactly one valid Host header (RFC 9112, 3.2), which HTTP/1.0 may omit. Of two, Node.js uses the first; a proxy
 * in front that uses the second would route the request to another site.
 */
function hasSingleHost({ httpVersion, rawHeaders, headers }: IncomingMessage): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  if (hosts === 0) return httpVersion === "1.0";
  return hosts === 1 && HOST.test(headers.host ?? "");
}

/** A host name or IP address with an optional port (RFC 3986, 3.2.2). */
const HOST = /^(\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(:\d*)?$/i;

/**
 * Longer than the idle timeout of proxies, by default 60 seconds or less. The side that sends requests must close first;
 * otherwise it may send a request into a connection that is being closed.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/**
 * Listeners on one response before Node.js warns of a leak. A stream pipeline adds six, Next seven or eight, and the log,
 * metrics, page priority and limits a few more, so the default of ten is too low.
 */
const MAX_LISTENERS = 20;

/**
 * A Node.js server that responds in the envelope to requests that Node.js rejects by itself: requests that cannot be
 * parsed, arrive too slowly, or have no valid Host header.
 * @param handler handles all other requests
 * @param timeouts replace the defaults of Node.js
 */
export function createHttpServer(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
  timeouts: Pick<ServerOptions, "headersTimeout" | "requestTimeout" | "connectionsCheckingInterval"> = {},
): Server {
  const server = createServer({
    requireHostHeader: false,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    ...timeouts,
  });
  closeQueuedResponses(server);
  closeStalledConnections(server);
  const rejected = new WeakSet<Duplex>();
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // The rest of the connection cannot be parsed either.
    if (rejected.has(socket)) return;
    rejected.add(socket);
    const request = withEncodedUrl(error);
    const { _httpMessage: pendingResponse } = socket as Duplex & { _httpMessage?: ServerResponse };
    if (request && !pendingResponse && socket.writable) {
      server.emit("connection", singleRequestConnection(request, socket));
      return;
    }
    const code = isUnknownMethod(error) ? "METHOD_NOT_ALLOWED" : PARSER_ERROR_CODES[error.code ?? ""];
    rejectAfterPendingResponses(socket, code ?? "REQUEST_MALFORMED");
  });
  server.on("request", (request, response) => {
    response.setMaxListeners(MAX_LISTENERS);
    if (isSingleRequest(request)) response.shouldKeepAlive = false;
    if (!hasSingleHost(request)) return rejectMalformedRequest(request, response);
    // A request may have an absolute URL, as to a proxy (RFC 9112, 3.2.2). Only its path counts.
    const [, rest] = /^https?:\/\/[^/\\?#]*(.*)$/i.exec(request.url ?? "") ?? [];
    if (rest !== undefined) request.url = rest.startsWith("/") ? rest : `/${rest}`;
    handler(request, response);
  });
  // A client that mistakes this server for a proxy.
  server.on("connect", (_, socket) => {
    // Node.js has removed its listeners: without this one, a connection reset would end the process.
    socket.on("error", () => {});
    rejectSocket(socket, "METHOD_NOT_ALLOWED");
  });
  // A server may ignore an unknown Expect header (RFC 9110, 10.1.1).
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  return server;
}

/**
 * Rejects unreadable input after the responses to earlier complete requests on the connection. Otherwise the client would
 * take the rejection for one of those responses, and a completed write for a failed one.
 */
function rejectAfterPendingResponses(socket: Duplex, code: ErrorCode): void {
  const { _httpMessage: pendingResponse } = socket as Duplex & { _httpMessage?: ServerResponse };
  if (socket.writable && pendingResponse?.req.complete) {
    // After the last response of a connection, the socket is no longer writable.
    pendingResponse.once("finish", () => socket.writable && rejectAfterPendingResponses(socket, code));
  }
  // A second response must not follow half of another. The default handler of Node.js checks the same.
  else if (!socket.writable || pendingResponse?.headersSent) socket.destroy();
  else rejectSocket(socket, code);
}

const PARSER_ERROR_CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
};

/** True if the method is unknown to Node.js and the rest of the request line is valid. */
const isUnknownMethod = ({ code, rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }): boolean =>
  code === "HPE_INVALID_METHOD" &&
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r?\n/.test(rawPacket?.toString("latin1") ?? "");

/** Writes a refusal where there is no response to write to. */
function rejectSocket(socket: Duplex, code: ErrorCode): void {
  const { status, headers, body } = rejectionFor(code);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  endConnection(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join("")}\r\n${body}`);
}
