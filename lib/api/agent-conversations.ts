import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { AppError } from "@/lib/core/errors";
import { unwrap } from "@/lib/core/parsed";
import type { Endpoint } from "@/lib/features/api-keys/endpoint-permissions";
import { agentConversationsQuery, recordingQuery } from "@/lib/features/conversations/contract";
import { listAgentConversations } from "@/lib/features/conversations/list-agent-conversations";
import { readConversation } from "@/lib/features/conversations/read-conversation";
import {
  agentConversationsResponseSchema,
  conversationDetailSchema,
} from "@/lib/features/conversations/response-schemas";
import { authenticateKey } from "./authenticate-key";
import type { ApiContext, ApiEnv } from "./http/context";
import { toPgText, validateQuery } from "./http/request";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

const LIST_PATH = "/v1/agents/:agent/conversations";
const agentId = z.string().meta({ description: "The agent, by ID or slug.", example: "front-desk-uk" });
const conversationId = z.string().meta({ description: "The conversation's ID.", example: "CA-demo" });
const sharedOperation = { method: "get" as const, tags: ["Conversations"], security: [{ ApiKeyAuth: [] }] };
const errors = openApiErrors(400, 401, 403, 404, 405, 412, 429, 500, 503);

const listRoute = createRoute({
  ...sharedOperation,
  path: "/v1/agents/{agentId}/conversations",
  operationId: "listAgentConversations",
  summary: "List one agent's conversations, newest first, in camelCase",
  description:
    "The conversations of every environment, without turns and metrics. `count` is their total number.",
  request: { params: z.object({ agentId }), query: agentConversationsQuery },
  responses: {
    200: {
      description: "A page.",
      content: { "application/json": { schema: agentConversationsResponseSchema } },
    },
    ...errors,
  },
});

const detailRoute = createRoute({
  ...sharedOperation,
  path: "/v1/agents/{agentId}/conversations/{conversationId}",
  operationId: "getConversation",
  summary: "Read one conversation, in camelCase",
  description: "With its turns and each value written to its metrics, as the agent's configuration allows.",
  request: { params: z.object({ agentId, conversationId }) },
  responses: {
    200: {
      description: "The conversation.",
      content: { "application/json": { schema: conversationDetailSchema } },
    },
    ...errors,
  },
});

const recordingRoute = createRoute({
  ...sharedOperation,
  path: "/v1/agents/{agentId}/conversations/{conversationId}/audio",
  operationId: "getRecording",
  summary: "Read a conversation's recording",
  description: "Runtimes do not store recordings yet, so this returns 404.",
  request: { params: z.object({ agentId, conversationId }), query: recordingQuery },
  responses: {
    200: {
      description: "The recording.",
      content: { "audio/wav": { schema: z.string().meta({ format: "binary" }) } },
    },
    ...errors,
  },
});

/** The camelCase version of the Conversations API. */
export function registerAgentConversations(app: OpenAPIHono<ApiEnv>): void {
  for (const route of [listRoute, detailRoute, recordingRoute]) app.openAPIRegistry.registerPath(route);

  app.get(LIST_PATH, async (c) => {
    const key = await authenticateKey(c, "listAgentConversations");
    const query = validateQuery(c, agentConversationsQuery, "CONVERSATIONS_VALIDATION_FAILED");
    return jsonResponse(c, await listAgentConversations(key, toPgText(c.req.param("agent")), query));
  });

  app.get(`${LIST_PATH}/:id`, async (c) => jsonResponse(c, await readDetail(c, "getConversation")));

  app.get(`${LIST_PATH}/:id/audio`, async (c) => {
    await readDetail(c, "getRecording");
    const query = validateQuery(c, recordingQuery, "CONVERSATIONS_VALIDATION_FAILED");
    unwrap(query);
    throw new AppError("CONVERSATIONS_RECORDING_NOT_FOUND");
  });
}

async function readDetail(c: ApiContext, endpoint: Endpoint): Promise<string> {
  const { agent = "", id = "" } = c.req.param() as Record<string, string>;
  return readConversation(await authenticateKey(c, endpoint), toPgText(agent), toPgText(id));
}
