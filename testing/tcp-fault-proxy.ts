import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";

/** A proxy to a PostgreSQL server that can drop a response. */
interface TcpFaultProxy {
  port: number;
  /** The server receives and executes the next commit, but the proxy drops the response and closes the connection. */
  dropNextCommitResponse(): void;
  close(): void;
}

/**
 * Forwards connections from a loopback port to a server.
 * @param host as in pg: a host name, an IP address, or the folder of a Unix socket
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
    let dropping = false;
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    client.on("data", (chunk) => {
      // Match the statement only: the settings of a new connection contain "read committed".
      if (armed && /Q[\s\S]{4}commit\0/i.test(chunk.toString("latin1"))) {
        armed = false;
        dropping = true;
      }
      server.write(chunk);
    });
    // The response arrives once the commit is complete.
    server.on("data", (chunk) => (dropping ? cut() : client.write(chunk)));
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
