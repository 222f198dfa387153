import { z } from "zod";
import { importedConversationSchema, turnSchema } from "../conversations/contract";

const { shape } = importedConversationSchema;

/** An id that we would make ourselves, where the runtime has none. */
export const startConversationInput = z.object({
  id: shape.id.optional(),
  environment: shape.environment,
  channel: shape.channel,
  from_number: shape.from_number,
  to_number: shape.to_number,
  variant_id: shape.variant_id,
  variant_name: shape.variant_name,
  language: z.string().min(1).max(100).optional(),
  direction: z.enum(["inbound", "outbound"], { error: "must be inbound or outbound" }).optional(),
  started_at: shape.started_at.optional(),
});
export type StartConversationInput = z.output<typeof startConversationInput>;

export const appendTurnInput = turnSchema.extend({
  index: z.int("must be a whole number").min(0).max(100_000),
});
export type AppendTurnInput = z.output<typeof appendTurnInput>;

export const writeMetricInput = z.object({
  name: z.string().min(1, "must not be empty").max(200),
  value: z.union([z.string().max(100_000), z.number(), z.boolean()]).transform(String),
  write_once: z.boolean().default(false),
});
export type WriteMetricInput = z.output<typeof writeMetricInput>;

export const handoffInput = z.object({
  destination: shape.handoff_destination,
  reason: shape.handoff_reason,
  shared_id: z.string().min(1).max(256).optional(),
  /** Stored and answered as the text that came. */
  data: shape.state,
});
export type HandoffInput = z.output<typeof handoffInput>;

export const statePatchInput = shape.state.unwrap();

export const issueEventIdInput = z.object({ send_to_llm: z.boolean().default(false) });
export type IssueEventIdInput = z.output<typeof issueEventIdInput>;

export const endConversationInput = z.object({ ended_at: shape.started_at.optional() });
export type EndConversationInput = z.output<typeof endConversationInput>;

const LONGEST_WAIT_S = 30;

const count = (most: number) =>
  z
    .string({ error: "must be given only once" })
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .transform((value) => Math.min(value, most));

export const listEventsQuery = z.object({
  after: count(Number.MAX_SAFE_INTEGER).default(0),
  wait: count(LONGEST_WAIT_S).default(0),
});
export type ListEventsQuery = z.output<typeof listEventsQuery>;
