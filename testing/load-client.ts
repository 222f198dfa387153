import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Sends requests one after the other over one connection, with minimal CPU time per request. */
export interface LoadClient {
  /** Sends a request without a body and resolves with the status once the complete response has arrived. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

/** Builds the bytes of a GET request. */
export function buildGetRequest(path: string, headers: Record<string, string>): Buffer {
  const fields = Object.entries({ host: "localhost", ...headers });
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
  );
}

/**
 * Connects to a server whose responses have a Content-Length header.
 * @throws Error from `send`, if the connection breaks or a response has no Content-Length
 */
export async function connectLoadClient(origin: string): Promise<LoadClient> {
  const { hostname, port } = new URL(origin);
  const socket: Socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, "connect");
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  let buffer = "";
  const fail = (error: Error) => waiting?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
  socket.on("data", (chunk) => {
    buffer += chunk.toString("latin1");
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(buffer.slice(0, end))?.[1];
    if (length === undefined) return fail(new Error(`The response has no Content-Length: ${buffer}`));
    if (buffer.length < end + 4 + Number(length)) return;
    const status = Number(buffer.slice(9, 12));
    buffer = "";
    waiting?.resolve(status);
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
