import { OpenAPIHono } from "@hono/zod-openapi";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "../errors";
import { agentConversations } from "./agent-conversations";
import { conversations } from "./conversations";
import { errorAnswer } from "./envelope";
import { externalEvents } from "./external-events";
import { handoff } from "./handoff";
import { setField } from "./head";
import { health } from "./health";
import { openApiDocument } from "./openapi";
import { countForAddress } from "./rate-limit";
import { runtime } from "./runtime";
import type { ApiContext, ApiEnv } from "./types";

/**
 * The external APIs: everything that is served ahead of Next.
 * @param isLeaving whether this instance is about to go
 */
export function createApi(isLeaving: () => boolean): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  health(app, isLeaving);
  // Before the retired v1, whose path would take "agents" for a workspace.
  agentConversations(app);
  conversations(app);
  handoff(app);
  externalEvents(app);
  runtime(app);
  openApiDocument(app);

  // A known address with another method has a router of its own: in that of all, each request would be matched twice.
  const addresses = new TrieRouter<string>();
  for (const [path, methods] of methodsByPath(app)) addresses.add("GET", path, methods.join(", "));
  app.notFound((c) => {
    const allowed = addresses.match("GET", c.req.path)[0][0]?.[0];
    if (allowed === undefined) return errorAnswer(c, new AppError("ROUTE_NOT_FOUND"));
    setField(c, "Allow", allowed);
    return errorAnswer(c, new AppError("METHOD_NOT_ALLOWED"));
  });
  app.onError(async (error, c) => errorAnswer(c, await counted(c, error)));
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
