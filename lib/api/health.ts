import type { OpenAPIHono } from "@hono/zod-openapi";
import { databaseAnswers } from "@/db/queries/health";
import type { ApiEnv } from "./types";

/** `/healthz`: the process lives. `/readyz`: it can serve, or why not. */
export function health(app: OpenAPIHono<ApiEnv>): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    if (await databaseAnswers()) return c.json({ status: "ready" });
    c.header("Retry-After", "1");
    return c.json({ status: "not ready", reason: "The database does not answer." }, 503);
  });
}
