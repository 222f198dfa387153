import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { databaseTrouble } from "@/db/queries/health";
import { AppError } from "../errors";
import { logUnavailable } from "../log";
import { documentedErrors } from "./documented-errors";
import { answerJson } from "./head";
import type { ApiEnv } from "./types";

const lives = createRoute({
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
    ...documentedErrors(405),
  },
});

const ready = createRoute({
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
    ...documentedErrors(405, 503),
  },
});

const WHY = {
  away: "The database does not answer.",
  busy: "Too many requests wait for a database connection.",
};

/** `/healthz`: the process lives. `/readyz`: it can serve, or why not. */
export function health(app: OpenAPIHono<ApiEnv>, isLeaving: () => boolean): void {
  for (const route of [lives, ready]) app.openAPIRegistry.registerPath(route);
  app.get("/healthz", (c) => answerJson(c, { status: "ok" }));
  app.get("/readyz", async (c) => {
    if (isLeaving()) throw new AppError("UNAVAILABLE", "This instance is stopping.");
    const trouble = await databaseTrouble();
    if (trouble) logUnavailable(trouble.cause, c.env.correlationId);
    if (trouble) throw new AppError("UNAVAILABLE", WHY[trouble.kind]);
    return answerJson(c, { status: "ready" });
  });
}
