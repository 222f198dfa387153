import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import { AppError } from "../errors";
import { eventsAnswer, listEventsQuery } from "../runtime/contract";
import { listEvents } from "../runtime/list-events";
import { documentedErrors } from "./documented-errors";
import { answerJson } from "./head";
import { parametersOf, searchable } from "./query";
import { RUNTIME_BASE, runtimeDocs, runtimeOf } from "./runtime-access";
import { conversationParameter } from "./runtime-write";
import type { ApiEnv } from "./types";

const route = createRoute({
  ...runtimeDocs,
  method: "get",
  path: `${RUNTIME_BASE}/{id}/external-events`,
  operationId: "waitForExternalEvents",
  summary: "Wait for external events",
  description:
    "The events after a number, in order, at most 100. Whoever asks again with `next` misses none, whatever happened to the connection in between.",
  request: { params: conversationParameter, query: listEventsQuery },
  responses: {
    200: {
      description: "The events; none when the wait is over.",
      content: { "application/json": { schema: eventsAnswer } },
    },
    ...documentedErrors(400, 401, 404, 405, 429, 500, 503),
  },
});

/** The runtime's long poll. */
export function runtimeEvents(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.get(`${RUNTIME_BASE}/:id/external-events`, async (c) => {
    const actor = await runtimeOf(c);
    const query = parametersOf(c, listEventsQuery, "RUNTIME_VALIDATION_FAILED");
    if (query instanceof AppError) throw query;
    const id = searchable(c.req.param("id"));
    return answerJson(c, await listEvents(actor, id, query, c.req.raw.signal));
  });
}
