import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll } from "vitest";
import { createApi } from "./app";

interface Call {
  key?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** Serves the API over real HTTP for a test file, and calls it. */
export function serveApi(): (path: string, call?: Call) => Promise<Response> {
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    server = createServer(getRequestListener(createApi().fetch));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return (path, call = {}) =>
    fetch(origin + path, {
      method: call.method ?? "GET",
      headers: { ...(call.key === undefined ? {} : { "x-api-key": call.key }), ...call.headers },
    });
}
