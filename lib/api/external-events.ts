import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { type QueryParameters, resembledValue } from "@/lib/core/query-parameters";
import {
  EVENT_CONTENT_TYPES,
  type EventFormat,
  EXAMPLE_EVENT_ID,
  externalEventQuery,
  externalEventResponseSchema,
} from "@/lib/features/external-events/contract";
import { receiveExternalEvent } from "@/lib/features/external-events/receive-external-event";
import { authenticateKey } from "./authenticate-key";
import { readBody } from "./http/body";
import type { ApiEnv } from "./http/context";
import { parseQuery, toPgText, validateQuery } from "./http/request";
import { jsonResponse } from "./http/response";
import { openApiErrors } from "./openapi-errors";

/** Schemas and examples of each format, for the OpenAPI document. */
const BODY_EXAMPLES = {
  json: {
    schema: z.record(z.string(), z.unknown()),
    example: { payment: { ref: EXAMPLE_EVENT_ID, paid: true } },
  },
  form: {
    schema: z.record(z.string(), z.string()),
    example: { "payment.ref": EXAMPLE_EVENT_ID, paid: "true" },
  },
  xml: { schema: z.string(), example: `<payment><ref>${EXAMPLE_EVENT_ID}</ref></payment>` },
  pairs: { schema: z.string(), example: `payment.ref=${EXAMPLE_EVENT_ID}\npaid=true` },
} satisfies Record<EventFormat, object>;

const PATH = "/v1/external-events/webhook";

const route = createRoute({
  method: "post",
  path: PATH,
  operationId: "receiveExternalEvent",
  summary: "Send an event into a running conversation",
  description:
    "The agent's runtime issues the event ID, which is valid for one hour. Sending the same body with the same ID again is idempotent; another body is a new event. An event after the call's end is kept, but no call receives it. Types with the suffix `+json` or `+xml`, such as `application/cloudevents+json`, are accepted as well. A copy of the body is decoded by its charset and searched for the event ID; the body itself is stored as it was sent.",
  tags: ["External events"],
  security: [{ ApiKeyAuth: [] }],
  request: {
    query: externalEventQuery,
    body: {
      required: true,
      content: Object.fromEntries(
        Object.entries(EVENT_CONTENT_TYPES).map(([type, format]) => [type, BODY_EXAMPLES[format]]),
      ),
    },
  },
  responses: {
    201: {
      description:
        "Stored durably. `delivery` says whether the call receives it: then it does, even if its runtime is offline now.",
      content: { "application/json": { schema: externalEventResponseSchema } },
    },
    ...openApiErrors(400, 401, 403, 404, 405, 408, 412, 413, 415, 429, 500, 503),
  },
});

export function registerExternalEvents(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerPath(route);
  app.post(PATH, async (c) => {
    const key = await authenticateKey(c, "receiveExternalEvent");
    const sent = parseQuery(c);
    const parameters = withoutEventId(sent);
    // A misspelled parameter is reported after the access check of the agent that it names.
    const [account = "", agent = ""] = ["account_id", "project_id"].map((name) =>
      toPgText(resembledValue(parameters, externalEventQuery, name) ?? ""),
    );
    const query = validateQuery(c, externalEventQuery, "EXTERNAL_EVENT_INVALID", parameters);
    const { eventId, boundToCall, sentToLlm } = await receiveExternalEvent({
      key,
      target: { account, agent },
      query,
      incoming: {
        readBody: () => readBody(c),
        contentType: c.req.header("content-type"),
        // Looked up in all headers, because `c.req.header(name)` throws for a name that no header can have.
        header: (name) => new Map(Object.entries(c.req.header())).get(name.toLowerCase()),
        queryParameter: (name) => [sent[name] ?? []].flat()[0],
      },
    });
    return jsonResponse(
      c,
      { received: true, event_id: eventId, delivery: { bound_to_call: boundToCall, sent_to_llm: sentToLlm } },
      201,
    );
  });
}

/** The parameters without the one that contains the event ID. Its name is the sender's choice and resembles none of ours. */
function withoutEventId(sent: QueryParameters): QueryParameters {
  const { event_id_location: location, event_id_path: path } = sent;
  if (location !== "querystring" || typeof path !== "string" || path in externalEventQuery.shape) return sent;
  return Object.fromEntries(Object.entries(sent).filter(([name]) => name !== path));
}
