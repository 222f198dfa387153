import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { unwrap } from "@/lib/core/parsed";
import { eventsResponse, listEventsQuery } from "@/lib/features/runtime/contract";
import { listEvents } from "@/lib/features/runtime/list-events";
import type { ApiEnv } from "./http/context";
import { toPgText, validateQuery } from "./http/request";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";
import { authenticateRuntimeRequest, RUNTIME_BASE_PATH, runtimeOperation } from "./runtime-auth";
import { conversationPathParams } from "./runtime-write";

const route = createRoute({
  ...runtimeOperation,
  method: "get",
  path: `${RUNTIME_BASE_PATH}/{id}/external-events`,
  operationId: "waitForExternalEvents",
  summary: "Wait for external events",
  description:
    "Returns up to 100 events after a sequence number, in order. A client that continues from `next` gets every event exactly once, even if its connection breaks in between.",
  request: { params: conversationPathParams, query: listEventsQuery },
  responses: {
    200: {
      description: "The events; an empty list if none arrived in time.",
      content: { "application/json": { schema: eventsResponse } },
    },
    ...openApiErrors(400, 401, 404, 405, 429, 500, 503),
  },
});

/** The runtime's long polling for external events. */
export function registerRuntimeEvents(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.get(`${RUNTIME_BASE_PATH}/:id/external-events`, async (c) => {
    const { actor } = await authenticateRuntimeRequest(c);
    const query = unwrap(validateQuery(c, listEventsQuery, "RUNTIME_VALIDATION_FAILED"));
    const id = toPgText(c.req.param("id"));
    return jsonResponse(c, await listEvents(actor, id, query, c.req.raw.signal));
  });
}
