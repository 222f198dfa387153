import { z } from "zod";
import { isObject, stringRecord, TEXT_ERRORS } from "./string-record";

// The wire's own shapes (docs: /openapi.json). One definition each: it checks imports, types the code and writes the
// reference. Texts that nobody set are "", never null.

/** Text that PostgreSQL can hold and UTF-8 can write: no NUL, no half of a surrogate pair. */
export const text = (maxLength = 100_000) =>
  z
    .string({ error: (issue) => (Array.isArray(issue.input) ? "must be one text" : TEXT_ERRORS.notText) })
    .max(maxLength, TEXT_ERRORS.tooLong(maxLength))
    .refine((value) => !value.includes("\u0000"), TEXT_ERRORS.nul)
    .refine((value) => value.isWellFormed(), TEXT_ERRORS.malformed);

const optionalText = (maxLength?: number) => text(maxLength).default("");

/** An instant with its offset; kept to the millisecond, answered in UTC. */
export const instant = z.iso
  .datetime({ offset: true, error: "must be an ISO 8601 time with its offset, such as 2026-09-01T12:00:00Z" })
  .refine((value) => {
    const year = new Date(value).getUTCFullYear();
    return year >= 1 && year <= 9999;
  }, "must be a time that exists, in the years 1 to 9999");

/** How many, as PostgreSQL's integer holds it. */
export const count = z.int("must be a whole number").min(0, "must not be negative").max(2_147_483_647);

/** An object that is kept as its text came; `outOfBounds` (json-bounds.ts) limits the text. */
const jsonObject = z
  .custom<Record<string, unknown>>(isObject, "must be an object")
  .meta({ type: "object", additionalProperties: {} });

/** Other fields are refused: one that is ignored would be lost, and nobody would know. */
export const turnSchema = z.strictObject({
  user_input: optionalText(),
  user_input_dtmf: optionalText(1000),
  user_input_datetime: optionalText(64),
  barge_in: z.boolean().default(false),
  agent_response: optionalText(),
  agent_response_datetime: optionalText(64),
  latency: z.number().min(0).optional(),
  translated_user_input: optionalText(),
  english_agent_response: optionalText(),
  intents: z.array(text(1000)).default([]),
  entities: z.array(stringRecord({ maxNameLength: 1000, minItems: 0 })).default([]),
  is_ood: z.boolean().default(false),
  is_silence: z.boolean().default(false),
});

const metricsSchema = stringRecord({ maxNameLength: 200, minItems: 2 }).meta({
  description: "Name to value, or to the values in order when written more than once.",
});

export const ENVIRONMENTS = ["live", "pre-release", "sandbox"] as const;

/** A conversation as a runtime or an import tells it: everything but whose it is. */
export const importedConversationSchema = z.object({
  id: text(256)
    .min(1, "must not be empty")
    .refine((value) => !/[\p{Cc}\s]/u.test(value), "must not contain spaces or control characters"),
  variant_id: optionalText(1000),
  variant_name: optionalText(1000),
  environment: z.enum(ENVIRONMENTS),
  started_at: instant,
  channel: text(100).min(1, "must not be empty"),
  from_number: optionalText(1000),
  to_number: optionalText(1000),
  in_progress: z.boolean(),
  /** Left out, the counts are counted from the turns. */
  num_turns: count.optional(),
  total_duration: count.default(0),
  polyai_duration: count.default(0),
  handoff: z.boolean().default(false),
  handoff_reason: optionalText(10_000),
  handoff_destination: optionalText(10_000),
  num_silences: count.optional(),
  num_ood: count.optional(),
  metrics: metricsSchema.default({}),
  state: jsonObject.default({}),
  turns: z.array(turnSchema).max(100_000).default([]),
});
/** A line of an import before its turns are checked: there may be thousands, and they are checked a few at a time. */
export const importedLineSchema = importedConversationSchema.extend({
  turns: z.array(z.unknown()).max(100_000).default([]),
});
export type ImportedConversation = z.output<typeof importedConversationSchema>;

/** Repeatable in a query string: one value or several. */
const repeatable = z
  .union([text(), z.array(text())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

/** A comma is taken for a list, which would match no conversation and say nothing about it. */
const hasNoCommas = (values: string[]) => values.every((value) => !value.includes(","));
const CHANNEL_LIST_ERROR =
  "must name one channel each time, such as channel=voice&channel=chat, not a list with commas";

/** A parameter that means nothing twice. */
const singleValue = z.string({ error: "must be given only once" });

/**
 * A whole number in a query string. One message names the whole range, whatever is wrong.
 * @param accepted the largest that is not refused, where that is more than the documents say
 */
export const queryInteger = (min: number, max: number, accepted = max) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return singleValue
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= accepted, error);
};

const queryBoolean = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((value) => value === "true");

// A query string holds texts; the document says what they mean.
const integerMeta = (bounds: { minimum: number; maximum: number; default: number }, description: string) => ({
  type: "integer" as const,
  ...bounds,
  description,
});
const dateTimeMeta = (description: string, example: string) => ({
  type: "string" as const,
  format: "date-time",
  description,
  example,
});

/**
 * An instant in a query string, normalised to UTC. Without an offset it is UTC, a date alone is its first instant, and
 * a "+" that arrived as a space, as an unescaped one does, is a "+" again.
 */
const queryInstant = singleValue
  .transform((value) => value.replace(/ (\d{2}:\d{2})$/, "+$1"))
  .pipe(
    z.union([z.iso.datetime({ offset: true, local: true }), z.iso.date()], {
      error: "must be an ISO 8601 time, such as 2026-09-01T12:00:00Z",
    }),
  )
  .transform(
    (value) =>
      new Date(/T.*(Z|[+-]\d{2}:?\d{2})$/.test(value) ? value : `${value}${value.includes("T") ? "Z" : ""}`),
  )
  .refine(
    (value) => value.getUTCFullYear() >= 1 && value.getUTCFullYear() <= 9999,
    "must be a time that exists, in the years 1 to 9999",
  )
  .transform((value) => value.toISOString());

const MAX_OFFSET = 2_147_483_647;
const MAX_PAGE_SIZE = 1000;

/** What the v3 list takes. Values are texts, as a query string has them; an unknown parameter is ignored. */
export const listConversationsQuery = z
  .object({
    client_env: z
      .enum(ENVIRONMENTS, { error: "must be live, pre-release or sandbox" })
      .default("live")
      .meta({ description: "Where the conversations took place." }),
    start_time: queryInstant
      .optional()
      .meta(dateTimeMeta("Started then or later. Without an offset it is UTC.", "2020-01-01T00:00:00Z")),
    end_time: queryInstant.optional().meta(dateTimeMeta("Started before then.", "2100-01-01T00:00:00Z")),
    channel: repeatable
      .refine(hasNoCommas, CHANNEL_LIST_ERROR)
      .optional()
      .meta({
        type: "array",
        items: { type: "string" },
        description:
          "Repeatable, one channel each time. voice and chat are groups; other values match exactly, case ignored.",
      }),
    variant_id: text(1000).optional().meta({ description: "Of this variant only; not with variant_name." }),
    variant_name: text(1000)
      .optional()
      .meta({ description: "Of the variants of this name only; not with variant_id." }),
    in_progress: queryBoolean
      .optional()
      .meta({ type: "boolean", description: "Only those still going on, or only those that have ended." }),
    // An older document of the API allows up to 5000; what is over a page is taken as a page.
    limit: queryInteger(1, MAX_PAGE_SIZE, 5000)
      .transform((value) => Math.min(value, MAX_PAGE_SIZE))
      .default(MAX_PAGE_SIZE)
      .meta(
        integerMeta(
          { minimum: 1, maximum: MAX_PAGE_SIZE, default: MAX_PAGE_SIZE },
          "How many at most. 1001 to 5000 are taken as 1000.",
        ),
      ),
    offset: queryInteger(0, MAX_OFFSET)
      .default(0)
      .meta(
        integerMeta(
          { minimum: 0, maximum: MAX_OFFSET, default: 0 },
          "How many to pass over. Slower with depth: prefer cursor, which wins over it.",
        ),
      ),
    cursor: z
      .string()
      .max(4096, "is not one of ours")
      .optional()
      .meta({ description: "From the answer before, with the same agents and filters." }),
    query_type: z
      .enum(["transcript", "semantic"], { error: "must be transcript or semantic" })
      .optional()
      .meta({
        description: "How query is looked for; needs start_time and end_time. semantic is not served yet.",
      }),
    query: text(1000).optional().meta({
      description: "Words that one and the same turn must hold, at most 32 different ones; needs query_type.",
    }),
    turn_type: z
      .enum(["user", "agent"], { error: "must be user or agent" })
      .optional()
      .meta({ description: "Whose words are searched, with query_type=transcript; both without it." }),
    sample: z.enum(["random"], { error: "must be random" }).optional().meta({
      description: "limit conversations at random, without repeats; needs start_time and end_time.",
    }),
    include_latency: queryBoolean
      .default(false)
      .meta({ type: "boolean", description: "Tell each turn's latency.", default: false }),
  })
  .superRefine((query, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const { start_time: start, end_time: end } = query;
    if (start && end && Date.parse(end) < Date.parse(start))
      refuse("end_time", "must not be before start_time");
    if (query.variant_id !== undefined && query.variant_name !== undefined) {
      refuse("variant_name", "cannot be combined with variant_id");
    }
    if (query.query_type && query.sample) refuse("sample", "cannot be combined with query_type");
    if (query.query_type && !query.query?.trim()) refuse("query", "is required with query_type");
    if (query.query !== undefined && !query.query_type) {
      refuse("query", "needs query_type=transcript, without which nothing is searched");
    }
    if (query.turn_type && query.query_type !== "transcript") {
      refuse("turn_type", "is for query_type=transcript only");
    }
    if ((query.query_type || query.sample) && !(start && end)) {
      refuse(start ? "end_time" : "start_time", "is required with query_type and sample");
    }
  });
export type ListConversationsQuery = z.output<typeof listConversationsQuery>;

/** What the camelCase list takes. */
export const agentConversationsQuery = z.object({
  limit: queryInteger(1, MAX_PAGE_SIZE)
    .default(50)
    .meta(integerMeta({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 50 }, "How many at most.")),
  offset: queryInteger(0, MAX_OFFSET)
    .default(0)
    .meta(integerMeta({ minimum: 0, maximum: MAX_OFFSET, default: 0 }, "How many to pass over.")),
});
export type AgentConversationsQuery = z.output<typeof agentConversationsQuery>;

export const recordingQuery = z.object({
  direction: z
    .enum(["combined", "user", "agent"], { error: "must be combined, user or agent" })
    .default("combined")
    .meta({ description: "Whose voice." }),
  redacted: queryBoolean
    .default(false)
    .meta({ type: "boolean", description: "Without what was redacted.", default: false }),
});
