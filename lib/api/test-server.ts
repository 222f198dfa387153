import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll } from "vitest";
import { settings } from "../env";
import { eventBell } from "../runtime/list-events";
import { contractCheck, type OpenApiDocument } from "../testing/contract";
import { createApi } from "./app";
import { openRateLimits } from "./rate-limit";
import type { RateLimits } from "./shared-limiter";

interface Call {
  key?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal;
  /** The answer as it streams in: it is not read ahead to be checked. */
  streaming?: boolean;
}

/**
 * Serves the API over real HTTP for a test file, and calls it. Every answer of every test, errors too, is checked
 * against the OpenAPI document.
 */
export function serveApi(): (path: string, call?: Call) => Promise<Response> {
  let server: Server;
  let limits: RateLimits;
  let origin: string;
  let check: ReturnType<typeof contractCheck>;
  beforeAll(async () => {
    limits = openRateLimits(settings());
    server = createServer(getRequestListener(createApi(limits).fetch));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    check = contractCheck((await (await fetch(`${origin}/openapi.json`)).json()) as OpenApiDocument);
  });
  afterAll(async () => {
    await eventBell.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    limits.close();
  });
  return async (path, call = {}) => {
    const method = call.method ?? "GET";
    const answer = await fetch(origin + path, {
      method,
      body: call.body,
      signal: call.signal,
      headers: { ...(call.key === undefined ? {} : { "x-api-key": call.key }), ...call.headers },
    });
    if (!call.streaming) {
      const { status, headers } = answer;
      check({ method, path, status, headers, text: await answer.clone().text() });
    }
    return answer;
  };
}
