import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** A way to a PostgreSQL server on which an answer can get lost. */
interface TcpFaultProxy {
  port: number;
  /** The next commit arrives and is done; its answer is lost, and the connection with it. */
  dropNextCommitResponse(): void;
  close(): void;
}

/**
 * Relays connections from a port of the loopback to a server, byte by byte.
 * @param host as pg writes it: a name, an address, or the folder of a socket
 */
export async function startTcpFaultProxy({
  host,
  port,
}: {
  host: string;
  port: number;
}): Promise<TcpFaultProxy> {
  let armed = false;
  const relay = createServer((client) => {
    const server = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    let losing = false;
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    client.on("data", (chunk) => {
      // The statement: the settings of a new connection name "read committed".
      if (armed && /Q[\s\S]{4}commit\0/i.test(chunk.toString("latin1"))) {
        armed = false;
        losing = true;
      }
      server.write(chunk);
    });
    // It answers once it is done.
    server.on("data", (chunk) => (losing ? cut() : client.write(chunk)));
    for (const end of [client, server]) end.on("error", cut).on("close", cut);
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  return {
    port: (relay.address() as AddressInfo).port,
    dropNextCommitResponse: () => {
      armed = true;
    },
    close: () => void relay.close(),
  };
}
