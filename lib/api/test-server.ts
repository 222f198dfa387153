import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { settings } from "../env";
import { eventAnnouncer } from "../external-events/event-announcer";
import { eventBell } from "../runtime/list-events";
import { contractCheck, type OpenApiDocument } from "../testing/contract";
import { apiListener, httpServer } from "./listener";
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

interface Served {
  port: number;
  document: OpenApiDocument;
  /** Throws when an answer is not what the document says. */
  check: ReturnType<typeof contractCheck>;
}

/** Serves the API over real HTTP for a test file, as the product does. What it gives is there once tests run. */
export function servedApi(): () => Served {
  let server: Server;
  let limits: RateLimits;
  let served: Served;
  beforeAll(async () => {
    limits = openRateLimits(settings());
    server = httpServer(apiListener(limits));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const document = (await (await fetch(`http://127.0.0.1:${port}/openapi.json`)).json()) as OpenApiDocument;
    served = { port, document, check: contractCheck(document) };
  });
  afterAll(async () => {
    await eventBell.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
    await eventAnnouncer.flush();
    limits.close();
  });
  return () => served;
}

/**
 * Serves the API over real HTTP for a test file, and calls it. Every answer of every test, errors too, is checked
 * against the OpenAPI document.
 */
export function serveApi(): (path: string, call?: Call) => Promise<Response> {
  const served = servedApi();
  return async (path, call = {}) => {
    const { port, check } = served();
    const method = call.method ?? "GET";
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
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
