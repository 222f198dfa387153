import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { agentConversationsAnswerSchema, conversationDetailSchema } from "../conversations/answers";
import { agentConversationsQuery, recordingQuery } from "../conversations/contract";
import { listAgentConversations } from "../conversations/list-agent-conversations";
import { readConversation } from "../conversations/read-conversation";
import { AppError } from "../errors";
import type { Endpoint } from "../usage/terms";
import { documentedErrors } from "./documented-errors";
import { answerJson } from "./head";
import { presentedKey } from "./keys";
import { parametersOf, searchable } from "./query";
import type { ApiContext, ApiEnv } from "./types";

const LIST = "/v1/agents/:agent/conversations";
const agentId = z.string().meta({ description: "The agent, by id or slug.", example: "front-desk-uk" });
const conversationId = z.string().meta({ description: "The conversation's id.", example: "CA-demo" });
const shared = { method: "get" as const, tags: ["Conversations"], security: [{ ApiKeyAuth: [] }] };
const errors = documentedErrors(400, 401, 403, 404, 405, 412, 429, 500, 503);

const list = createRoute({
  ...shared,
  path: "/v1/agents/{agentId}/conversations",
  operationId: "listAgentConversations",
  summary: "List one agent's conversations, newest first, in camelCase",
  description: "Without turns and metrics; `count` is how many there are in all.",
  request: { params: z.object({ agentId }), query: agentConversationsQuery },
  responses: {
    200: {
      description: "A page.",
      content: { "application/json": { schema: agentConversationsAnswerSchema } },
    },
    ...errors,
  },
});

const one = createRoute({
  ...shared,
  path: "/v1/agents/{agentId}/conversations/{conversationId}",
  operationId: "getConversation",
  summary: "Read one conversation, in camelCase",
  description:
    "With its turns and with each write of its metrics, as far as the agent's configuration allows.",
  request: { params: z.object({ agentId, conversationId }) },
  responses: {
    200: {
      description: "The conversation.",
      content: { "application/json": { schema: conversationDetailSchema } },
    },
    ...errors,
  },
});

const audio = createRoute({
  ...shared,
  path: "/v1/agents/{agentId}/conversations/{conversationId}/audio",
  operationId: "getRecording",
  summary: "Read a conversation's recording",
  description: "No runtime stores recordings yet, so this answers 404.",
  request: { params: z.object({ agentId, conversationId }), query: recordingQuery },
  responses: {
    200: {
      description: "The recording.",
      content: { "audio/wav": { schema: z.string().meta({ format: "binary" }) } },
    },
    ...errors,
  },
});

/** The camelCase side of the Conversations API. */
export function agentConversations(app: OpenAPIHono<ApiEnv>): void {
  for (const route of [list, one, audio]) app.openAPIRegistry.registerPath(route);

  app.get(LIST, async (c) => {
    const key = await presentedKey(c, "listAgentConversations");
    const query = parametersOf(c, agentConversationsQuery, "CONVERSATIONS_VALIDATION_FAILED");
    return answerJson(c, await listAgentConversations(key, searchable(c.req.param("agent")), query));
  });

  app.get(`${LIST}/:id`, async (c) => answerJson(c, await readOne(c, "getConversation")));

  app.get(`${LIST}/:id/audio`, async (c) => {
    await readOne(c, "getRecording");
    const query = parametersOf(c, recordingQuery, "CONVERSATIONS_VALIDATION_FAILED");
    if (query instanceof AppError) throw query;
    throw new AppError("CONVERSATIONS_RECORDING_NOT_FOUND");
  });
}

async function readOne(c: ApiContext, endpoint: Endpoint): Promise<string> {
  const { agent = "", id = "" } = c.req.param() as Record<string, string>;
  return readConversation(await presentedKey(c, endpoint), searchable(agent), searchable(id));
}
