import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { endConnection } from "./connections";

/** A whole head of a request without a body: method, target, version, fields. */
const REQUEST_HEAD = /^((?:GET|HEAD) )([^ \r\n]+)( HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*\r\n)/;
const NON_ASCII = /[\x80-\xff]/g;

interface ParseError extends NodeJS.ErrnoException {
  rawPacket?: Buffer;
  /** Bytes of the packet before the one that node refused. */
  bytesParsed?: number;
}

/**
 * The head of a request that node refused because of raw UTF-8 in its address, with that percent-encoded as it should have
 * been. Undefined where anything else is wrong with it, where it is not whole, or where the packet begins with something
 * else: the rest of a body that reads like a head must not be taken for a request.
 */
export function withEncodedUrl({ code, rawPacket, bytesParsed }: ParseError) {
  if (code !== "HPE_INVALID_URL") return undefined;
  const packet = rawPacket?.toString("latin1") ?? "";
  // What node refused is the first such byte of the packet, so that it was reading this head's address.
  if (packet.search(NON_ASCII) !== bytesParsed) return undefined;
  const [, method, target = "", rest] = REQUEST_HEAD.exec(packet) ?? [];
  const encoded = target.replace(NON_ASCII, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded === target || !isUtf8(Buffer.from(target, "latin1"))) return undefined;
  return Buffer.from(`${method}${encoded}${rest}`, "latin1");
}

const singleRequestConnections = new WeakSet<Duplex>();

/** Whether a request came on a connection that `connectionFor` made, which takes no other. */
export const isSingleRequest = ({ socket }: IncomingMessage): boolean => singleRequestConnections.has(socket);

/**
 * A connection for one request in place of a socket whose parser has given up: it reads these bytes and writes to the
 * socket. A server takes it by its event `connection`.
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
