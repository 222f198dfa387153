import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { createRateLimits } from "@/lib/api/http/rate-limit";
import type { RateLimits } from "@/lib/api/http/redis-limiter";
import { apiListener } from "@/lib/api/listener";
import { settings } from "@/lib/core/env";
import { eventNotifier } from "@/lib/features/external-events/event-notifier";
import { eventNotifications } from "@/lib/features/runtime/list-events";
import { createHttpServer } from "@/lib/server/http/http-server";
import { createContractCheck, type OpenApiDocument } from "./openapi-contract";

interface ApiRequest {
  key?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: BodyInit;
  signal?: AbortSignal;
  /** Returns the response while it streams, without checking it against the OpenAPI document. */
  streaming?: boolean;
}

interface ApiServer {
  port: number;
  document: OpenApiDocument;
  /** Throws if a response does not match the document. */
  check: ReturnType<typeof createContractCheck>;
}

/** Serves the API over real HTTP for a test file. The returned function works only inside tests and hooks. */
export function setupApiServer(): () => ApiServer {
  let server: Server;
  let limits: RateLimits;
  let apiServer: ApiServer;
  beforeAll(async () => {
    limits = createRateLimits(settings());
    server = createHttpServer(apiListener(limits));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const document = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as OpenApiDocument;
    apiServer = { port, document, check: createContractCheck(document) };
  });
  afterAll(async () => {
    await eventNotifications.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await eventNotifier.flush();
    limits.close();
  });
  return () => apiServer;
}

/**
 * Serves the API over real HTTP for a test file and returns a client for it. Checks every response, including errors, against the
 * OpenAPI document.
 */
export function setupApiClient(): (path: string, call?: ApiRequest) => Promise<Response> {
  const apiServer = setupApiServer();
  return async (path, call = {}) => {
    const { port, check } = apiServer();
    const method = call.method ?? "GET";
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      body: call.body,
      signal: call.signal,
      headers: { ...(call.key === undefined ? {} : { "x-api-key": call.key }), ...call.headers },
    });
    if (!call.streaming) {
      const { status, headers } = response;
      check({ method, path, status, headers, text: await response.clone().text() });
    }
    return response;
  };
}
