import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { handoffQuery, handoffStateSchema } from "../handoffs/contract";
import { readHandoff } from "../handoffs/read-handoff";
import { documentedErrors } from "./documented-errors";
import { answerJson } from "./head";
import { presentedKey } from "./keys";
import { agentInPath, agentParameters, parametersOf } from "./query";
import type { ApiEnv } from "./types";

const route = createRoute({
  method: "get",
  path: "/v1/{account_id}/{project_id}/handoff_state",
  operationId: "getHandoffState",
  summary: "Read what an agent stored at the moment of handoff",
  description: "By the conversation's id or by an id that several systems share; one of them is needed.",
  tags: ["Handoff"],
  security: [{ ApiKeyAuth: [] }],
  request: { params: agentParameters, query: handoffQuery },
  responses: {
    200: {
      description: "The newest handoff of that id.",
      content: { "application/json": { schema: handoffStateSchema } },
    },
    ...documentedErrors(400, 401, 403, 404, 405, 412, 429, 500, 503),
  },
});

/** The Handoff API. */
export function handoff(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.get("/v1/:account/:agent/handoff_state", async (c) => {
    const key = await presentedKey(c, "getHandoffState");
    const query = parametersOf(c, handoffQuery, "HANDOFF_VALIDATION_FAILED");
    const body = await readHandoff({ key, target: agentInPath(c), query });
    return answerJson(c, body);
  });
}
