import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { conversationsAnswerSchema } from "../conversations/answers";
import { listConversationsQuery } from "../conversations/contract";
import { listConversations } from "../conversations/list-conversations";
import { AppError } from "../errors";
import type { Endpoint } from "../usage/terms";
import { documentedErrors } from "./documented-errors";
import { answerJson, setField } from "./head";
import { presentedKey } from "./keys";
import { agentInPath, agentParameters, parametersOf, searchable } from "./query";
import { countForAddress } from "./rate-limit";
import { hangUp, sendPieces } from "./stream";
import type { ApiContext, ApiEnv } from "./types";

const projectIds = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .meta({
    type: "array",
    items: { type: "string" },
    description: "Narrows the answer to these agents, by id or slug. Repeatable.",
  });

const byAgent = createRoute({
  method: "get",
  path: "/v3/{account_id}/{project_id}/conversations",
  operationId: "listConversations",
  summary: "List one agent's conversations",
  description:
    "A walk by `cursor` sees every conversation that existed at its start exactly once, whatever is written meanwhile. A transcript search examines a limited number of turns for a page, which may then be short or empty: it ends where `cursor` is null. What is in `metrics` and `turns` is up to the agent's response configuration.",
  tags: ["Conversations"],
  security: [{ ApiKeyAuth: [] }],
  request: {
    params: agentParameters,
    query: listConversationsQuery,
  },
  responses: {
    200: {
      description: "A page, ascending by `started_at`, then `id`.",
      content: { "application/json": { schema: conversationsAnswerSchema } },
    },
    ...documentedErrors(400, 401, 403, 404, 405, 412, 429, 500, 501, 503),
  },
});

const listOfKeyQuery = listConversationsQuery.safeExtend({ project_id: projectIds });

const byKey = createRoute({
  ...byAgent,
  path: "/v3/conversations",
  operationId: "listConversationsOfKey",
  summary: "List the conversations of every agent that the key covers",
  description: "As for one agent. Agents that are still on Conversations v1 are left out; naming one is 412.",
  request: { query: listOfKeyQuery },
});

/** The Conversations API. Parameters are parsed first but told last: who may not look learns nothing of them. */
export function conversations(app: OpenAPIHono<ApiEnv>): void {
  for (const route of [byAgent, byKey]) app.openAPIRegistry.registerPath(route);

  app.get("/v3/:account/:agent/conversations", (c) => answer(c, "listConversations", agentInPath(c)));

  app.get("/v3/conversations", (c) => {
    const refs = c.req.queries("project_id");
    return answer(c, "listConversationsOfKey", { refs: refs ? [...new Set(refs.map(searchable))] : null });
  });

  // Retired, and so not in the document.
  app.get("/v1/:account/:agent/conversations", async (c) => {
    await countForAddress(c);
    setField(c, "Deprecation", "@1772409600");
    setField(c, "Sunset", "Mon, 31 Aug 2026 00:00:00 GMT");
    setField(c, "Link", '</docs/migration>; rel="deprecation"; type="text/html"');
    throw new AppError("API_VERSION_RETIRED");
  });
}

async function answer(
  c: ApiContext,
  endpoint: Endpoint,
  target: Parameters<typeof listConversations>[0]["target"],
): Promise<Response> {
  const key = await presentedKey(c, endpoint);
  const schema = endpoint === "listConversations" ? listConversationsQuery : listOfKeyQuery;
  const query = parametersOf(c, schema, "CONVERSATIONS_VALIDATION_FAILED");
  const body = await listConversations({ key, target, query }, () => hangUp(c));
  return typeof body === "string" ? answerJson(c, body) : sendPieces(c, body);
}
