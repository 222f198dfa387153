import { OpenAPIHono } from "@hono/zod-openapi";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "@/lib/core/errors";
import { registerAgentConversations } from "./agent-conversations";
import { registerConversations } from "./conversations";
import { registerExternalEvents } from "./external-events";
import { registerHandoff } from "./handoff";
import { registerHealth } from "./health";
import type { ApiContext, ApiEnv } from "./http/context";
import { errorResponse } from "./http/envelope";
import { rateLimitByIp } from "./http/rate-limit";
import { setHeader } from "./http/response";
import { registerOpenApiDocument } from "./openapi";
import { registerRuntime } from "./runtime";

/**
 * The external APIs: everything that is served ahead of Next.
 * @param isDraining whether this instance is about to go
 */
export function createApi(isDraining: () => boolean): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  registerHealth(app, isDraining);
  // Before the retired v1, whose path would take "agents" for a workspace.
  registerAgentConversations(app);
  registerConversations(app);
  registerHandoff(app);
  registerExternalEvents(app);
  registerRuntime(app);
  registerOpenApiDocument(app);

  // A known address with another method has a router of its own: in that of all, each request would be matched twice.
  const paths = new TrieRouter<string>();
  for (const [path, methods] of methodsByPath(app)) paths.add("GET", path, methods.join(", "));
  app.notFound((c) => {
    const allowed = paths.match("GET", c.req.path)[0][0]?.[0];
    if (allowed === undefined) return errorResponse(c, new AppError("ROUTE_NOT_FOUND"));
    setHeader(c, "Allow", allowed);
    return errorResponse(c, new AppError("METHOD_NOT_ALLOWED"));
  });
  app.onError(async (error, c) => errorResponse(c, await rateLimitUnknownKey(c, error)));
  return app;
}

function methodsByPath(app: OpenAPIHono<ApiEnv>): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    const known = methods.get(path) ?? [];
    // Hono answers HEAD wherever it answers GET.
    methods.set(path, [...known, ...(method === "GET" ? ["GET", "HEAD"] : [method])]);
  }
  return methods;
}

/** A well-formed key that is none counts against its address, or whoever makes such keys up would have no budget. */
async function rateLimitUnknownKey(c: ApiContext, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== "AUTH_USER_INVALID_TOKEN" || !c.get("wellFormedKey"))
    return error;
  try {
    await rateLimitByIp(c);
    return error;
  } catch (refusal) {
    return refusal;
  }
}
