import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { endConnection } from "./connections";

/** The complete head of a request without a body: method, target, version, headers. */
const REQUEST_HEAD = /^((?:GET|HEAD) )([^ \r\n]+)( HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*\r\n)/;
const NON_ASCII = /[\x80-\xff]/g;

interface ParseError extends NodeJS.ErrnoException {
  rawPacket?: Buffer;
  /** Bytes of the packet before the first one that node rejected. */
  bytesParsed?: number;
}

/**
 * Percent-encodes raw UTF-8 in the URL of a request that node rejected because of it.
 * @returns the corrected head; undefined if anything else is wrong with it, if it is incomplete, or if the packet starts
 *   with something else, because the rest of a body that looks like a head must not be treated as a request
 */
export function withEncodedUrl({ code, rawPacket, bytesParsed }: ParseError) {
  if (code !== "HPE_INVALID_URL") return undefined;
  const packet = rawPacket?.toString("latin1") ?? "";
  // Node must have rejected the first such byte of the packet: then it was parsing this head's URL.
  if (packet.search(NON_ASCII) !== bytesParsed) return undefined;
  const [, method, target = "", rest] = REQUEST_HEAD.exec(packet) ?? [];
  const encoded = target.replace(NON_ASCII, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded === target || !isUtf8(Buffer.from(target, "latin1"))) return undefined;
  return Buffer.from(`${method}${encoded}${rest}`, "latin1");
}

const singleRequestConnections = new WeakSet<Duplex>();

/** True if the request came on a connection of `singleRequestConnection`, which accepts no other request. */
export const isSingleRequest = ({ socket }: IncomingMessage): boolean => singleRequestConnections.has(socket);

/**
 * Creates a connection for one request, to replace a socket whose parser has failed. It reads the given bytes and writes to
 * the socket. Pass it to a server with the `connection` event.
 */
export function singleRequestConnection(request: Buffer, socket: Duplex): Duplex {
  const connection = new Duplex({
    read() {},
    write: (chunk: Buffer, _, done) => void socket.write(chunk, done),
    final: (done) => {
      endConnection(socket);
      done();
    },
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  singleRequestConnections.add(connection);
  connection.push(request);
  socket.once("close", () => connection.destroy());
  const { remoteAddress, remotePort } = socket as Socket;
  return Object.assign(connection, { remoteAddress, remotePort });
}
