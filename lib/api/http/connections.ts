import type { Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

/**
 * Emits `close` on every response of a connection that closes. Node (20 to 24) emits it only on the response that has the
 * socket, so the responses to pipelined requests, queued behind it, would never release their resources.
 */
export function closeQueuedResponses(server: Server): void {
  const queued = new WeakMap<Socket, Set<ServerResponse>>();
  server.prependListener("request", ({ socket }, response) => {
    if (response.socket) return;
    const responses = queued.get(socket) ?? new Set();
    if (!queued.has(socket)) {
      queued.set(socket, responses);
      socket.once("close", () => {
        for (const queuedResponse of responses) emitClose(queuedResponse);
      });
    }
    responses.add(response);
    response.once("close", () => responses.delete(response));
  });
}

/** Does what node does to the response that has the socket; like node, only once. */
function emitClose(response: ServerResponse): void {
  if (response.closed) return;
  // A response that never had the socket does not end the stream that is piped into it, so Next's files would stay open.
  response.on("unpipe", (source) => source.destroy());
  Object.assign(response, { destroyed: true, _closed: true });
  response.emit("close");
}

/** How long a client may read nothing while data is waiting. */
const STALL_TIMEOUT_MS = 60_000;
/** Checks in that time. Counting checks, not time, spares clients when the process itself was suspended. */
const STALL_CHECKS = 12;

/** Closes connections whose client has read nothing for 60 seconds although data is waiting. */
export function closeStalledConnections(server: Server): void {
  const connections = new Map<Socket, { sent: number; checks: number }>();
  server.on("connection", (socket: Duplex) => {
    // A stream that wraps a socket. The socket itself is checked.
    if (!(socket instanceof Socket)) return;
    connections.set(socket, { sent: 0, checks: 0 });
    socket.once("close", () => connections.delete(socket));
  });
  const timer = setInterval(() => {
    for (const [socket, last] of connections) {
      const sent = bytesSent(socket);
      last.checks = socket.writableLength === 0 || sent !== last.sent ? 0 : last.checks + 1;
      last.sent = sent;
      if (last.checks >= STALL_CHECKS) socket.destroy();
    }
  }, STALL_TIMEOUT_MS / STALL_CHECKS).unref();
  server.once("close", () => clearInterval(timer));
}

/**
 * Bytes that the operating system has accepted. Node's own socket timeout is not used, because it also counts received
 * bytes, so a client that sends a byte now and then would never time out.
 */
function bytesSent(socket: Socket): number {
  const { _handle } = socket as Socket & {
    _handle?: { bytesWritten: number; writeQueueSize: number } | null;
  };
  return _handle ? _handle.bytesWritten - _handle.writeQueueSize : 0;
}

/** How long a client may keep its side of a connection open after the server has closed its own. */
const LINGER_MS = 5000;

/**
 * Sends the last bytes of a connection and closes it shortly afterwards. Closed immediately, a client that is still sending
 * could lose them. Node's servers also wait for the client to close, but without a limit.
 */
export function endConnection(socket: Duplex, last?: string): void {
  socket.once("finish", () => {
    const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.once("close", () => clearTimeout(timer));
  });
  socket.end(last);
}

/** The status that nginx logs when the client disconnects before a response. */
const CLIENT_CLOSED_REQUEST = 499;

/** The status that a closed response was sent with, or 499 if the client disconnected before it was sent. */
export const sentStatus = (response: ServerResponse): number =>
  response.headersSent ? response.statusCode : CLIENT_CLOSED_REQUEST;

/** Resolves when the earlier responses on the connection have been sent, or when the connection has closed. */
export async function waitForEarlierResponses(response: ServerResponse): Promise<void> {
  if (response.socket || response.closed) return;
  await new Promise<void>((resolve) => response.once("socket", () => resolve()).once("close", resolve));
}
