import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { checkDatabase } from "@/db/queries/health";
import { AppError } from "@/lib/core/errors";
import { logUnavailable } from "@/lib/core/log";
import type { ApiEnv } from "./http/context";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

const livenessRoute = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  summary: "Whether the process lives",
  description: "Answers as long as it does, whatever the database does.",
  tags: ["Service"],
  security: [],
  responses: {
    200: {
      description: "It lives.",
      content: { "application/json": { schema: z.object({ status: z.literal("ok") }) } },
    },
    ...openApiErrors(405),
  },
});

const readinessRoute = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "getReadiness",
  summary: "Whether the server can serve",
  description: "For load balancers: 503, and why, while it cannot.",
  tags: ["Service"],
  security: [],
  responses: {
    200: {
      description: "It can.",
      content: { "application/json": { schema: z.object({ status: z.literal("ready") }) } },
    },
    ...openApiErrors(405, 503),
  },
});

const NOT_READY_MESSAGES = {
  away: "The database does not answer.",
  busy: "Too many requests wait for a database connection.",
};

/** `/healthz`: the process lives. `/readyz`: it can serve, or why not. */
export function registerHealth(app: OpenAPIHono<ApiEnv>, isDraining: () => boolean): void {
  for (const route of [livenessRoute, readinessRoute]) app.openAPIRegistry.registerPath(route);
  app.get("/healthz", (c) => jsonResponse(c, { status: "ok" }));
  app.get("/readyz", async (c) => {
    if (isDraining()) throw new AppError("UNAVAILABLE", "This instance is stopping.");
    const issue = await checkDatabase();
    if (issue) logUnavailable(issue.cause, c.env.correlationId);
    if (issue) throw new AppError("UNAVAILABLE", NOT_READY_MESSAGES[issue.kind]);
    return jsonResponse(c, { status: "ready" });
  });
}
