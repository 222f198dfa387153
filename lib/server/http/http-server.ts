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
 * Whether it says once which host it is for, and in a way that can be read (RFC 9112, 3.2). Of two node reads the first; a
 * proxy before us that reads the second would take the request for another site's. HTTP/1.0 need not say.
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

/** A name or an address, perhaps with a port (RFC 3986, 3.2.2). */
const HOST = /^(\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(:\d*)?$/i;

/**
 * Longer than proxies keep connections that nobody uses, 60 seconds at most by default: of the two, the one that sends
 * requests must be the first to hang up, or it sends one into a connection that is just being closed.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/**
 * Who may wait for the end of one answer before node warns of a leak. A pipeline listens six times, Next seven or eight, and
 * with the log, the meter, the turns and the limits of pages there are more than the ten that node thinks plausible.
 */
const MAX_LISTENERS = 20;

/**
 * A node server that answers in the envelope what node would refuse in words of its own, or not at all: requests that
 * cannot be parsed, that come too slowly, or that do not name one host.
 * @param handler who answers all others
 * @param timeouts what node waits for, where it is not to be as long as ever
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
    // Whatever comes behind it cannot be read either.
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
    // Whoever is sent by way of a proxy may name the whole address (RFC 9112, 3.2.2); what counts is the path.
    const [, rest] = /^https?:\/\/[^/?#]*(.*)$/i.exec(request.url ?? "") ?? [];
    if (rest !== undefined) request.url = rest.startsWith("/") ? rest : `/${rest}`;
    handler(request, response);
  });
  // Whoever takes us for a proxy.
  server.on("connect", (_, socket) => {
    // Node listens to it no more: unheard, whoever breaks off would end the process.
    socket.on("error", () => {});
    rejectSocket(socket, "METHOD_NOT_ALLOWED");
  });
  // An expectation that nobody knows may be ignored.
  server.on("checkExpectation", (request, response) => server.emit("request", request, response));
  return server;
}

/**
 * Refuses what could not be read, once all that came whole before it on the same connection is answered: or the refusal
 * would be taken for that answer, and what was done for not done.
 */
function rejectAfterPendingResponses(socket: Duplex, code: ErrorCode): void {
  const { _httpMessage: pendingResponse } = socket as Duplex & { _httpMessage?: ServerResponse };
  if (socket.writable && pendingResponse?.req.complete) {
    // After the last answer of a connection there is nobody left to refuse.
    pendingResponse.once("finish", () => socket.writable && rejectAfterPendingResponses(socket, code));
  }
  // Half of an answer must not be followed by another one. Node's own handler asks for the same.
  else if (!socket.writable || pendingResponse?.headersSent) socket.destroy();
  else rejectSocket(socket, code);
}

const PARSER_ERROR_CODES: Record<string, ErrorCode> = {
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
};

/** Whether node could not read it because it knows no such method, and nothing else is wrong with its first line. */
const isUnknownMethod = ({ code, rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }): boolean =>
  code === "HPE_INVALID_METHOD" &&
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/1\.[01]\r?\n/.test(rawPacket?.toString("latin1") ?? "");

/** Writes a refusal where there is no response to write to. */
function rejectSocket(socket: Duplex, code: ErrorCode): void {
  const { status, headers, body } = rejectionFor(code);
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  endConnection(socket, `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join("")}\r\n${body}`);
}
