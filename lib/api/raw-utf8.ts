import { isUtf8 } from "node:buffer";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** A whole head of a request without a body: method, target, version, fields. */
const HEAD = /^((?:GET|HEAD) )([^ \r\n]+)( HTTP\/1\.[01]\r\n(?:[^\r\n]+\r\n)*)\r\n/;
const BEYOND_ASCII = /[\x80-\xff]/g;

/**
 * The head of a request that node refused because of raw UTF-8 in its address, with that percent-encoded as it should have
 * been, and as the last of its connection. Undefined where anything else is wrong with it, or where it is not whole.
 */
export function withEncodedAddress({ code, rawPacket }: NodeJS.ErrnoException & { rawPacket?: Buffer }) {
  if (code !== "HPE_INVALID_URL") return undefined;
  const [, method, target = "", rest] = HEAD.exec(rawPacket?.toString("latin1") ?? "") ?? [];
  const encoded = target.replace(BEYOND_ASCII, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  if (encoded === target || !isUtf8(Buffer.from(target, "latin1"))) return undefined;
  return Buffer.from(`${method}${encoded}${rest}Connection: close\r\n\r\n`, "latin1");
}

/**
 * A connection for one request in place of a socket whose parser has given up: it reads these bytes and writes to the
 * socket. A server takes it by its event `connection`.
 */
export function connectionFor(request: Buffer, socket: Duplex): Duplex {
  const connection = new Duplex({
    read() {},
    write: (chunk: Buffer, _, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  connection.push(request);
  socket.once("close", () => connection.destroy());
  const { remoteAddress, remotePort } = socket as Socket;
  return Object.assign(connection, { remoteAddress, remotePort });
}
