import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "@/lib/core/errors";
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
    "The events after a number, in order, at most 100. Whoever asks again with `next` misses none, whatever happened to the connection in between.",
  request: { params: conversationPathParams, query: listEventsQuery },
  responses: {
    200: {
      description: "The events; none when the wait is over.",
      content: { "application/json": { schema: eventsResponse } },
    },
    ...openApiErrors(400, 401, 404, 405, 429, 500, 503),
  },
});

/** The runtime's long poll. */
export function registerRuntimeEvents(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.get(`${RUNTIME_BASE_PATH}/:id/external-events`, async (c) => {
    const actor = await authenticateRuntimeRequest(c);
    const query = validateQuery(c, listEventsQuery, "RUNTIME_VALIDATION_FAILED");
    if (query instanceof AppError) throw query;
    const id = toPgText(c.req.param("id"));
    return jsonResponse(c, await listEvents(actor, id, query, c.req.raw.signal));
  });
}
