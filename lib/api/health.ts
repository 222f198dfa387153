import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { checkDatabase, DATABASE_ISSUE_MESSAGES } from "@/db/queries/health";
import { AppError } from "@/lib/core/errors";
import { logUnavailable } from "@/lib/core/log";
import type { ApiEnv } from "./http/context";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

const livenessRoute = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "getHealth",
  summary: "Check that the process is running",
  description: "Responds with 200 while the process runs, even if the database is unavailable.",
  tags: ["Service"],
  security: [],
  responses: {
    200: {
      description: "The process is running.",
      content: { "application/json": { schema: z.object({ status: z.literal("ok") }) } },
    },
    ...openApiErrors(405),
  },
});

const readinessRoute = createRoute({
  method: "get",
  path: "/readyz",
  operationId: "getReadiness",
  summary: "Check that the server can handle requests",
  description:
    "For load balancers. Responds with 503 and the reason while the server cannot handle requests.",
  tags: ["Service"],
  security: [],
  responses: {
    200: {
      description: "The server can handle requests.",
      content: { "application/json": { schema: z.object({ status: z.literal("ready") }) } },
    },
    ...openApiErrors(405, 503),
  },
});

/** Registers `/healthz` (the process runs) and `/readyz` (it can handle requests, or why not). */
export function registerHealth(app: OpenAPIHono<ApiEnv>, isDraining: () => boolean): void {
  for (const route of [livenessRoute, readinessRoute]) app.openAPIRegistry.registerPath(route);
  app.get("/healthz", (c) => jsonResponse(c, { status: "ok" }));
  app.get("/readyz", async (c) => {
    if (isDraining()) throw new AppError("UNAVAILABLE", "This instance is shutting down.");
    const issue = await checkDatabase();
    if (issue) logUnavailable(issue.cause, c.env.correlationId);
    if (issue) throw new AppError("UNAVAILABLE", DATABASE_ISSUE_MESSAGES[issue.kind]);
    return jsonResponse(c, { status: "ready" });
  });
}
