import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll } from "vitest";
import { eventBell } from "../runtime/list-events";
import { createApi } from "./app";

interface Call {
  key?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal;
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
    await eventBell.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return (path, call = {}) =>
    fetch(origin + path, {
      method: call.method ?? "GET",
      body: call.body,
      signal: call.signal,
      headers: { ...(call.key === undefined ? {} : { "x-api-key": call.key }), ...call.headers },
    });
}
