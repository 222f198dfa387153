import { z } from "zod";
import {
  importedConversationSchema,
  queryInteger,
  text,
  turnSchema,
} from "@/lib/features/conversations/contract";

const { shape } = importedConversationSchema;

// Unknown fields are rejected, as in a turn.
export const startConversationInput = z.strictObject({
  id: shape.id
    .optional()
    .meta({ description: "Chosen by the runtime; unique within the agent. Generated if omitted." }),
  environment: shape.environment,
  channel: shape.channel,
  from_number: shape.from_number,
  to_number: shape.to_number,
  variant_id: shape.variant_id,
  variant_name: shape.variant_name,
  language: text(100).min(1, "must not be empty").optional(),
  direction: z.enum(["inbound", "outbound"], { error: "must be inbound or outbound" }).optional(),
  started_at: shape.started_at.optional().meta({
    description: "Defaults to the database's current time. At most one day in the future.",
  }),
});
export type StartConversationInput = z.output<typeof startConversationInput>;

const MAX_TURN_INDEX = 100_000;
const INDEX_ERROR = `must be a whole number from 0 to ${MAX_TURN_INDEX}`;

export const appendTurnInput = turnSchema.extend({
  index: z
    .int(INDEX_ERROR)
    .min(0, INDEX_ERROR)
    .max(MAX_TURN_INDEX, INDEX_ERROR)
    .meta({ description: "The turn's position, starting at 0, without gaps." }),
});
export type AppendTurnInput = z.output<typeof appendTurnInput>;

/** A number of any size. `JSON.parse` makes one beyond 64-bit floats infinite, which `z.number()` rejects. */
const jsonNumber = z.preprocess(
  (value) => (typeof value === "number" && Math.abs(value) === Infinity ? Number.MAX_VALUE : value),
  z.number(),
);

export const writeMetricInput = z.strictObject({
  name: text(200).min(1, "must not be empty"),
  value: z.union([text(), jsonNumber, z.boolean()]).meta({
    description: "Stored as text. A number keeps all its digits and is stored exactly as sent.",
  }),
  write_once: z
    .boolean()
    .default(false)
    .meta({ description: "Leaves a metric that already has a value unchanged." }),
});
export type WriteMetricInput = z.output<typeof writeMetricInput>;

export const handoffInput = z.strictObject({
  destination: shape.handoff_destination,
  reason: shape.handoff_reason,
  shared_id: text(256)
    .min(1, "must not be empty")
    .optional()
    .meta({ description: "An ID that several systems share for this call." }),
  data: shape.state.meta({ description: "Stored and returned exactly as sent; numbers keep all digits." }),
});
export type HandoffInput = z.output<typeof handoffInput>;

export const statePatchInput = shape.state.unwrap();

export const issueEventIdInput = z.strictObject({
  send_to_llm: z.boolean().default(false),
});
export type IssueEventIdInput = z.output<typeof issueEventIdInput>;

export const endConversationInput = z.strictObject({
  ended_at: shape.started_at.optional().meta({
    description:
      "Defaults to the database's current time. Not before the start, at most one day in the future.",
  }),
});
export type EndConversationInput = z.output<typeof endConversationInput>;

const MAX_WAIT_SECONDS = 30;

export const listEventsQuery = z.object({
  after: queryInteger(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .meta({ type: "integer", minimum: 0, default: 0, description: "`next` from the previous response." }),
  wait: queryInteger(0, MAX_WAIT_SECONDS).default(0).meta({
    type: "integer",
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    default: 0,
    description: "Seconds to wait for an event if there is none yet.",
  }),
});
export type ListEventsQuery = z.output<typeof listEventsQuery>;

// Responses to a runtime.

export const conversationIdResponse = z.object({
  id: z.string().meta({ description: "The conversation's ID." }),
});
export const turnResponse = z.object({ index: z.int() });
export const metricResponse = z.object({ name: z.string() });

export const eventIdResponse = z.object({
  event_id: z.string(),
  expires_at: z.iso.datetime().meta({ description: "One hour from now." }),
});

export const eventsResponse = z
  .object({
    events: z.array(
      z.object({
        seq: z
          .int()
          .meta({ description: "Ascending within the conversation, with gaps. Continue from `next`." }),
        ext_event_id: z.string(),
        send_to_llm: z.boolean(),
        created_at: z.iso.datetime(),
        content_type: z.string(),
        data: z.string().meta({
          description:
            "The event's body. In UTF-8 it is unchanged, a byte order mark included. In another encoding it is the decoded text.",
        }),
        data_base64: z
          .base64()
          .optional()
          .meta({ description: "The bytes of the body as they were sent, if they are not UTF-8." }),
      }),
    ),
    next: z.int().meta({ description: "Pass this as `after` in the next request." }),
  })
  .meta({ id: "ExternalEvents" });
export type EventsResponse = z.output<typeof eventsResponse>;
