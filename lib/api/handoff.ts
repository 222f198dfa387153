import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { handoffQuery, handoffStateSchema } from "@/lib/features/handoffs/contract";
import { readHandoff } from "@/lib/features/handoffs/read-handoff";
import { authenticateKey } from "./authenticate-key";
import type { ApiEnv } from "./http/context";
import { agentFromPath, agentPathParams, validateQuery } from "./http/request";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

const route = createRoute({
  method: "get",
  path: "/v1/{account_id}/{project_id}/handoff_state",
  operationId: "getHandoffState",
  summary: "Read the data that an agent stored at the moment of handoff",
  description: "By the conversation's ID or by an ID that several systems share. One of the two is required.",
  tags: ["Handoff"],
  security: [{ ApiKeyAuth: [] }],
  request: { params: agentPathParams, query: handoffQuery },
  responses: {
    200: {
      description: "The newest handoff with that ID.",
      content: { "application/json": { schema: handoffStateSchema } },
    },
    ...openApiErrors(400, 401, 403, 404, 405, 412, 429, 500, 503),
  },
});

export function registerHandoff(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.get("/v1/:account/:agent/handoff_state", async (c) => {
    const key = await authenticateKey(c, "getHandoffState");
    const query = validateQuery(c, handoffQuery, "HANDOFF_VALIDATION_FAILED");
    const body = await readHandoff({ key, target: agentFromPath(c), query });
    return jsonResponse(c, body);
  });
}
