import { z } from "zod";
import { maxCodePoints } from "@/lib/core/max-code-points";

/** The event ID in the examples of the OpenAPI document. */
export const EXAMPLE_EVENT_ID = "evt_0123456789abcdef0123456789abcdef";

/** Which agent the event is for, and where the request contains the event ID. */
export const externalEventQuery = z.object({
  account_id: z
    .string({ error: "is required, once" })
    .min(1, "is required")
    .meta({ description: "The workspace, by ID or slug.", example: "harbour-hotels" }),
  project_id: z
    .string({ error: "is required, once" })
    .min(1, "is required")
    .meta({ description: "The agent, by ID or slug.", example: "front-desk-uk" }),
  event_id_location: z
    .enum(["headers", "querystring", "payload"], { error: "must be headers, querystring or payload" })
    .meta({ description: "Where the request contains the event ID.", example: "payload" }),
  event_id_path: z
    .string({ error: "is required, once" })
    .min(1, "is required")
    .check(maxCodePoints(1000, "must have at most 1000 characters"))
    .meta({
      description:
        "A header's or parameter's name, or a dotted path into the body such as `a.b.0.c`. Names in the body may contain dots; the longest name that fits comes first.",
      example: "payment.ref",
    }),
});
export type ExternalEventQuery = z.output<typeof externalEventQuery>;

export const externalEventResponseSchema = z
  .object({
    received: z.literal(true),
    event_id: z.string(),
    delivery: z.object({
      bound_to_call: z
        .boolean()
        .meta({ description: "Whether the call was in progress when the event was stored." }),
      sent_to_llm: z.boolean().meta({
        description:
          "Whether the runtime passes the event to the model: `send_to_llm` of the event ID, for a call in progress.",
      }),
    }),
  })
  .meta({ id: "ExternalEventReceived" });

/**
 * Accepted content types, and how the body is searched for the event ID. Types such as `application/cloudevents+json` are
 * accepted as well.
 */
export const EVENT_CONTENT_TYPES = {
  "application/json": "json",
  "application/x-www-form-urlencoded": "form",
  "application/xml": "xml",
  "text/xml": "xml",
  "text/plain": "pairs",
} as const;
export type EventFormat = (typeof EVENT_CONTENT_TYPES)[keyof typeof EVENT_CONTENT_TYPES];
