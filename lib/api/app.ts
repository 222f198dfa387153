import { OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "../errors";
import { agentConversations } from "./agent-conversations";
import { conversations } from "./conversations";
import { CORRELATION_ID, correlationIdFor, everyAnswer } from "./correlation";
import { errorAnswer } from "./envelope";
import { externalEvents } from "./external-events";
import { handoff } from "./handoff";
import { setField } from "./head";
import { health } from "./health";
import { openApiDocument } from "./openapi";
import { countForAddress } from "./rate-limit";
import { runtime } from "./runtime";
import type { RateLimits } from "./shared-limiter";
import type { ApiContext, ApiEnv } from "./types";

/**
 * The external APIs: everything that is served ahead of Next.
 * @param limits what requests are counted with
 * @param isLeaving whether this instance is about to go
 */
export function createApi(limits: RateLimits, isLeaving: () => boolean): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  // Headers go on before the work: a finished response that is touched again costs Hono a third of its speed.
  app.use(async (c, next) => {
    const correlationId = correlationIdFor(c.req.header(CORRELATION_ID));
    c.set("correlationId", correlationId);
    c.set("limits", limits);
    for (const [name, value] of Object.entries(everyAnswer(correlationId))) setField(c, name, value);
    await next();
  });

  health(app, isLeaving);
  // Before the retired v1, whose path would take "agents" for a workspace.
  agentConversations(app);
  conversations(app);
  handoff(app);
  externalEvents(app);
  runtime(app);
  openApiDocument(app);

  // A known address with another method: after the routes, so that only what none of them took arrives here.
  for (const [path, methods] of methodsByPath(app)) {
    app.all(path, (c) => {
      setField(c, "Allow", methods.join(", "));
      throw new AppError("METHOD_NOT_ALLOWED");
    });
  }
  app.notFound((c) => errorAnswer(c, new AppError("ROUTE_NOT_FOUND")));
  app.onError(async (error, c) => errorAnswer(c, await counted(c, error)));
  return app;
}

function methodsByPath(app: OpenAPIHono<ApiEnv>): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    const known = methods.get(path) ?? [];
    // Hono answers HEAD wherever it answers GET.
    methods.set(path, [...known, ...(method === "GET" ? ["GET", "HEAD"] : [method])]);
  }
  return methods;
}

/** A well-formed key that is none counts against its address, or whoever makes such keys up would have no budget. */
async function counted(c: ApiContext, error: unknown): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== "AUTH_USER_INVALID_TOKEN" || !c.get("wellFormedKey"))
    return error;
  try {
    await countForAddress(c);
    return error;
  } catch (refusal) {
    return refusal;
  }
}
