import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection that asks one thing after the other, with next to no work of its own. */
export interface LoadClient {
  /** Sends a request that has no body and resolves with the status, once the whole answer is in. */
  send(request: Buffer): Promise<number>;
  close(): void;
}

/** The bytes of a GET request. */
export function buildGetRequest(path: string, headers: Record<string, string>): Buffer {
  const fields = Object.entries({ host: "localhost", ...headers });
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
  );
}

/**
 * Connects to a server that says the length of what it answers.
 * @throws Error in `ask`, when the connection breaks or an answer says no length
 */
export async function connectLoadClient(origin: string): Promise<LoadClient> {
  const { hostname, port } = new URL(origin);
  const socket: Socket = connect(Number(port), hostname).setNoDelay(true);
  await once(socket, "connect");
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  let held = "";
  const fail = (error: Error) => waiting?.reject(error);
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("The server closed the connection.")));
  socket.on("data", (chunk) => {
    held += chunk.toString("latin1");
    const end = held.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(held.slice(0, end))?.[1];
    if (length === undefined) return fail(new Error(`No length is told in: ${held}`));
    if (held.length < end + 4 + Number(length)) return;
    const status = Number(held.slice(9, 12));
    held = "";
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
