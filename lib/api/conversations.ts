import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "@/lib/core/errors";
import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";
import { listConversationsQuery } from "@/lib/features/conversations/contract";
import { listConversations } from "@/lib/features/conversations/list-conversations";
import { conversationsResponseSchema } from "@/lib/features/conversations/response-schemas";
import { authenticateKey } from "./authenticate-key";
import type { ApiContext, ApiEnv } from "./http/context";
import { rateLimitByIp } from "./http/rate-limit";
import { agentFromPath, agentPathParams, parseQuery, toPgText, validateQuery } from "./http/request";
import { jsonResponse, setHeader } from "./http/response";
import { clientDisconnectSignal, streamJson } from "./http/stream";
import { openApiErrors } from "./openapi-errors";

const projectIds = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .meta({
    type: "array",
    items: { type: "string" },
    description: "Only these agents, by ID or slug. Repeatable.",
  });

const agentRoute = createRoute({
  method: "get",
  path: "/v3/{account_id}/{project_id}/conversations",
  operationId: "listConversations",
  summary: "List one agent's conversations",
  description:
    "Paging with `cursor` returns every conversation that matches the filters and existed at the start exactly once, even if others are written at the same time. A transcript search examines a limited number of turns per page, so a page may be short or empty; the last page is the one where `cursor` is null. The agent's response configuration decides what `metrics` and `turns` contain.",
  tags: ["Conversations"],
  security: [{ ApiKeyAuth: [] }],
  request: {
    params: agentPathParams,
    query: listConversationsQuery,
  },
  responses: {
    200: {
      description: "A page, in ascending order of `started_at`, then `id`.",
      content: { "application/json": { schema: conversationsResponseSchema } },
    },
    ...openApiErrors(400, 401, 403, 404, 405, 412, 429, 500, 501, 503),
  },
});

const listByKeyQuery = listConversationsQuery.safeExtend({ project_id: projectIds });

const keyRoute = createRoute({
  ...agentRoute,
  path: "/v3/conversations",
  operationId: "listConversationsOfKey",
  summary: "List the conversations of every agent that the key covers",
  description: "Like the list of one agent. Agents on Conversations v1 are left out; naming one returns 412.",
  request: { query: listByKeyQuery },
});

/**
 * The Conversations API. Parameters are parsed first, but their errors are reported after access errors, so a caller without
 * access learns nothing from them.
 */
export function registerConversations(app: OpenAPIHono<ApiEnv>): void {
  for (const route of [agentRoute, keyRoute]) app.openAPIRegistry.registerPath(route);

  app.get("/v3/:account/:agent/conversations", (c) => respond(c, "listConversations", agentFromPath(c)));

  app.get("/v3/conversations", (c) => {
    const refs = parseQuery(c).project_id;
    return respond(c, "listConversationsOfKey", {
      refs: refs === undefined ? null : [...new Set([refs].flat().map(toPgText))],
    });
  });

  // Retired, so it is not in the OpenAPI document.
  app.get("/v1/:account/:agent/conversations", async (c) => {
    await rateLimitByIp(c);
    setHeader(c, "Deprecation", "@1772409600");
    setHeader(c, "Sunset", "Mon, 31 Aug 2026 00:00:00 GMT");
    setHeader(c, "Link", '</docs/migration>; rel="deprecation"; type="text/html"');
    throw new AppError("API_VERSION_RETIRED");
  });
}

async function respond(
  c: ApiContext,
  endpoint: Endpoint,
  target: Parameters<typeof listConversations>[0]["target"],
): Promise<Response> {
  const key = await authenticateKey(c, endpoint);
  const schema = endpoint === "listConversations" ? listConversationsQuery : listByKeyQuery;
  const query = validateQuery(c, schema, "CONVERSATIONS_VALIDATION_FAILED");
  const body = await listConversations({ key, target, query }, () => clientDisconnectSignal(c));
  return typeof body === "string" ? jsonResponse(c, body) : streamJson(c, body);
}
