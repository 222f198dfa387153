import { OpenAPIHono } from "@hono/zod-openapi";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "@/lib/core/errors";
import { pathOf } from "@/lib/core/routes";
import { registerAgentConversations } from "./agent-conversations";
import { chargeUnknownKey } from "./authenticate-key";
import { registerConversations } from "./conversations";
import { registerExternalEvents } from "./external-events";
import { registerHandoff } from "./handoff";
import { registerHealth } from "./health";
import type { ApiEnv } from "./http/context";
import { errorResponse } from "./http/envelope";
import { setHeader } from "./http/response";
import { registerOpenApiDocument } from "./openapi";
import { registerRuntime } from "./runtime";

/**
 * Creates the app of the external APIs, which the server runs before Next.
 * @param isDraining returns true once this instance is shutting down
 */
export function createApi(isDraining: () => boolean): OpenAPIHono<ApiEnv> {
  // From node's request, so that everything that looks at a path agrees on it.
  const app = new OpenAPIHono<ApiEnv>({
    getPath: (_, options) => pathOf((options as { env: ApiEnv["Bindings"] }).env.incoming.url ?? "/"),
  });

  registerHealth(app, isDraining);
  // Before the retired v1, whose path pattern would match "agents" as a workspace.
  registerAgentConversations(app);
  registerConversations(app);
  registerHandoff(app);
  registerExternalEvents(app);
  registerRuntime(app);
  registerOpenApiDocument(app);

  // Known paths with another method get a router of their own. In the main router, every request would match twice.
  const paths = new TrieRouter<string>();
  for (const [path, methods] of methodsByPath(app)) paths.add("GET", path, methods.join(", "));
  app.notFound((c) => {
    const allowed = paths.match("GET", c.req.path)[0][0]?.[0];
    if (allowed === undefined) return errorResponse(c, new AppError("ROUTE_NOT_FOUND"));
    setHeader(c, "Allow", allowed);
    return errorResponse(c, new AppError("METHOD_NOT_ALLOWED"));
  });
  app.onError(async (error, c) => errorResponse(c, await chargeUnknownKey(c, error)));
  return app;
}

function methodsByPath(app: OpenAPIHono<ApiEnv>): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    const known = methods.get(path) ?? [];
    // Hono serves HEAD wherever it serves GET.
    methods.set(path, [...known, ...(method === "GET" ? ["GET", "HEAD"] : [method])]);
  }
  return methods;
}
