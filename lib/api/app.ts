import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "../errors";
import { conversations } from "./conversations";
import { errorAnswer } from "./envelope";
import { health } from "./health";
import { openApiDocument } from "./openapi";
import type { ApiEnv } from "./types";

const CORRELATION_ID = "X-PolyAI-Correlation-Id";

/** A correlation id that may be echoed: 1–128 visible ASCII characters. */
const SANE = /^[\x21-\x7e]{1,128}$/;

/** The external APIs: everything that is served ahead of Next. */
export function createApi(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  // Headers go on before the work: a finished response that is touched again costs Hono a third of its speed.
  app.use(async (c, next) => {
    const sent = c.req.header(CORRELATION_ID);
    const correlationId = sent && SANE.test(sent) ? sent : randomUUID();
    c.set("correlationId", correlationId);
    c.header(CORRELATION_ID, correlationId);
    c.header("Cache-Control", "no-store");
    c.header("X-Content-Type-Options", "nosniff");
    await next();
  });

  health(app);
  conversations(app);
  openApiDocument(app);

  // A known address with another method: after the routes, so that only what none of them took arrives here.
  for (const path of new Set(
    app.routes.filter((route) => route.method === "GET").map((route) => route.path),
  )) {
    app.all(path, (c) => {
      c.header("Allow", "GET, HEAD");
      throw new AppError("METHOD_NOT_ALLOWED");
    });
  }
  app.notFound((c) => errorAnswer(c, new AppError("ROUTE_NOT_FOUND")));
  app.onError((error, c) => errorAnswer(c, error));
  return app;
}
