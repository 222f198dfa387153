import { once } from "node:events";
import { createServer } from "node:http";
import { metrics } from "@/lib/core/metrics";
import { portErrorMessage } from "./preflight";
import { StartError } from "./start-error";

/**
 * Serves `/metrics` for Prometheus on a separate port, so that API clients cannot reach it.
 * @returns stops the server
 * @throws StartError when the port is in use
 */
export async function serveMetrics(host: string, port: number): Promise<() => void> {
  const server = createServer(async (request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    const { registry } = metrics();
    response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" });
    response.end(await registry.metrics());
  });
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new StartError(portErrorMessage(error, host, port).replace(/\b(HOST|PORT)\b/g, "METRICS_$1"));
  }
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
