import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import next from "next";
import proxyAddress from "proxy-addr";
import { apiListener, isApiPath } from "../api/listener";
import { CLIENT_ADDRESS_HEADER } from "../auth/auth";
import { settings } from "../env";
import { usageBuffer } from "../usage/usage-buffer";
import { StartError } from "./failure";

/** How long requests under way may take to finish once the server is told to stop. */
const GRACE_MS = 10_000;

interface Served {
  /** Lets requests under way finish, writes what is buffered, and ends. */
  stop(): Promise<void>;
}

/**
 * One port for everything: the API ahead of Next, the rest by Next.
 * @param dev hot reload of pages
 */
export async function serve({ dev }: { dev: boolean }): Promise<Served> {
  const { HOST, PORT, TRUST_PROXY } = settings();
  const settle = addressSetter(TRUST_PROXY);
  const api = apiListener();
  const server = createServer();
  const pages = next({ dev, httpServer: server, hostname: HOST, port: PORT, dir: process.cwd() });
  await pages.prepare();
  const handlePage = pages.getRequestHandler();

  server.on("request", (request, response) => {
    settle(request);
    void (isApiPath(request.url ?? "/") ? api(request, response) : handlePage(request, response));
  });
  server.listen(PORT, HOST);
  await once(server, "listening");

  return {
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      const impatient = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      await closed;
      clearTimeout(impatient);
      await pages.close();
      await usageBuffer.flush();
    },
  };
}

/**
 * Puts the client's address where both edges read it. Only a proxy that TRUST_PROXY names is believed about it; from
 * anybody else, headers that speak of another host or client are dropped.
 */
function addressSetter(trusted: string | undefined): (request: IncomingMessage) => void {
  const trust = trustOf(trusted);
  return (request) => {
    const direct = request.socket.remoteAddress ?? "";
    if (!trust(direct, 0)) {
      for (const name of [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-forwarded-port",
      ]) {
        delete request.headers[name];
      }
    }
    const address = proxyAddress(request, trust) ?? direct;
    request.headers[CLIENT_ADDRESS_HEADER] = address.replace(/^::ffff:/, "");
  };
}

function trustOf(trusted: string | undefined): (address: string, hop: number) => boolean {
  if (!trusted) return () => false;
  try {
    return proxyAddress.compile(trusted.split(",").map((entry) => entry.trim()));
  } catch {
    throw new StartError(
      `TRUST_PROXY is ${trusted}, which is no list of addresses or networks. Write it like 10.0.0.0/8,192.0.2.7.`,
    );
  }
}
