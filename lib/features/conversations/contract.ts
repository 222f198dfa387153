import { z } from "zod";
import { toInstant } from "@/lib/core/instant";
import { instantSchema } from "@/lib/core/instant-schema";
import { maxCodePoints } from "@/lib/core/max-code-points";
import { isObject, stringRecord, TEXT_ERRORS } from "./string-record";

// The wire format (see /openapi.json). Each shape has one definition that validates imports, types the code and generates
// the reference. Text that is not set is "", never null.

/** Text that PostgreSQL can store and UTF-8 can encode: no NUL, no lone surrogate. */
export const text = (maxLength = 100_000) =>
  z
    .string({ error: (issue) => (Array.isArray(issue.input) ? "must be one text" : TEXT_ERRORS.notText) })
    .check(maxCodePoints(maxLength, TEXT_ERRORS.tooLong(maxLength)))
    .refine((value) => !value.includes("\u0000"), TEXT_ERRORS.nul)
    .refine((value) => value.isWellFormed(), TEXT_ERRORS.malformed);

const optionalText = (maxLength?: number) => text(maxLength).default("");

/** A time with its UTC offset, in UTC to the millisecond. */
export const instant = instantSchema();

/** The time of a message in a turn: as ISO 8601 in UTC if it is a time with an offset, otherwise as sent. */
const turnTime = optionalText(100)
  .transform((sent) => toInstant(sent) ?? sent)
  .meta({
    type: "string",
    description:
      "An ISO 8601 time with an offset is returned in UTC with milliseconds. Other text is returned as sent.",
  });

/** A count within the range of a PostgreSQL integer. */
export const count = z.int("must be a whole number").min(0, "must not be negative").max(2_147_483_647);

/** An object stored as its original text; `jsonLimitViolation` limits that text. */
const jsonObject = z
  .custom<Record<string, unknown>>(isObject, "must be an object")
  .meta({ type: "object", additionalProperties: {} });

/** Unknown fields are rejected, because ignoring them would lose data silently. */
export const turnSchema = z.strictObject({
  user_input: optionalText(),
  user_input_dtmf: optionalText(1000),
  user_input_datetime: turnTime,
  barge_in: z.boolean().default(false),
  agent_response: optionalText(),
  agent_response_datetime: turnTime,
  latency: z
    .number({
      error: ({ input }) =>
        typeof input === "number" ? "must be within the range of a 64-bit float" : undefined,
    })
    .min(0)
    .optional()
    .meta({ description: "Seconds. Stored and returned exactly as sent." }),
  translated_user_input: optionalText(),
  english_agent_response: optionalText(),
  intents: z.array(text(1000)).default([]),
  entities: z.array(stringRecord({ maxNameLength: 1000, minItems: 0 })).default([]),
  is_ood: z.boolean().default(false),
  is_silence: z.boolean().default(false),
});

const metricsSchema = stringRecord({ maxNameLength: 200, minItems: 2 }).meta({
  description: "Name to value, or to the values in order if written more than once.",
});

export const ENVIRONMENTS = ["live", "pre-release", "sandbox"] as const;

/** A conversation in an import. The workspace and the agent come from the request. */
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
  /** If omitted, counts are computed from the turns. */
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
/** A line of an import before its turns are validated. There may be thousands, which are validated in steps. */
export const importedLineSchema = importedConversationSchema.extend({
  turns: z.array(z.unknown()).max(100_000).default([]),
});
export type ImportedConversation = z.output<typeof importedConversationSchema>;

/** Repeatable in a query string: one value or several. */
const repeatable = z
  .union([text(), z.array(text())])
  .transform((value) => (Array.isArray(value) ? value : [value]));

/** Rejects a comma-separated list, which would silently match nothing. */
const hasNoCommas = (values: string[]) => values.every((value) => !value.includes(","));
const CHANNEL_LIST_ERROR =
  "must name one channel each time, such as channel=voice&channel=chat, not a list with commas";

/** A parameter that must not be repeated. */
const singleValue = z.string({ error: "must be given only once" });

/**
 * A whole number in a query string. Every error names the whole range.
 * @param accepted the largest accepted value, if it is above the documented maximum
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

// In a query string everything is text; the OpenAPI document gives the actual types.
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

/** A time in a query string, in UTC. Without an offset it is UTC, and a date alone is the start of that day. */
const queryInstant = singleValue.pipe(instantSchema({ assumeUtc: true }));

const MAX_OFFSET = 2_147_483_647;
const MAX_PAGE_SIZE = 1000;

/** The parameters of the v3 list. */
export const listConversationsQuery = z
  .object({
    client_env: z
      .enum(ENVIRONMENTS, { error: "must be live, pre-release or sandbox" })
      .default("live")
      .meta({ description: "The environment of the conversations." }),
    start_time: queryInstant
      .optional()
      .meta(
        dateTimeMeta(
          "Only conversations that started at or after this time. Without an offset it is UTC.",
          "2020-01-01T00:00:00Z",
        ),
      ),
    end_time: queryInstant
      .optional()
      .meta(dateTimeMeta("Only conversations that started before this time.", "2100-01-01T00:00:00Z")),
    channel: repeatable
      .refine(hasNoCommas, CHANNEL_LIST_ERROR)
      .optional()
      .meta({
        type: "array",
        items: { type: "string" },
        description:
          "Repeatable, one channel each time. voice and chat are groups; other values match exactly, ignoring case.",
      }),
    variant_id: text(1000)
      .optional()
      .meta({ description: "Only this variant. Cannot be combined with variant_name." }),
    variant_name: text(1000)
      .optional()
      .meta({ description: "Only variants with this name. Cannot be combined with variant_id." }),
    in_progress: queryBoolean.optional().meta({
      type: "boolean",
      description: "true: only conversations in progress. false: only conversations that have ended.",
    }),
    // Older API documentation allows up to 5000. Larger values are reduced to the page size.
    limit: queryInteger(1, MAX_PAGE_SIZE, 5000)
      .transform((value) => Math.min(value, MAX_PAGE_SIZE))
      .default(MAX_PAGE_SIZE)
      .meta(
        integerMeta(
          { minimum: 1, maximum: MAX_PAGE_SIZE, default: MAX_PAGE_SIZE },
          "Maximum number of conversations. 1001 to 5000 are reduced to 1000.",
        ),
      ),
    offset: queryInteger(0, MAX_OFFSET)
      .default(0)
      .meta(
        integerMeta(
          { minimum: 0, maximum: MAX_OFFSET, default: 0 },
          "Number of conversations to skip. Large offsets are slow; prefer cursor, which takes precedence.",
        ),
      ),
    cursor: z
      .string()
      .max(4096, "is not valid")
      .optional()
      .meta({ description: "From the previous response, with the same agents and filters." }),
    query_type: z
      .enum(["transcript", "semantic"], { error: "must be transcript or semantic" })
      .optional()
      .meta({
        description:
          "How to search for query; requires start_time and end_time. semantic is not available yet.",
      }),
    query: text(1000).optional().meta({
      description:
        "Words that must all occur in the same turn, at most 32 distinct ones; requires query_type.",
    }),
    turn_type: z
      .enum(["user", "agent"], { error: "must be user or agent" })
      .optional()
      .meta({ description: "Whose words to search, with query_type=transcript. Defaults to both." }),
    sample: z.enum(["random"], { error: "must be random" }).optional().meta({
      description:
        "Returns a random sample of limit conversations, without repeats; requires start_time and end_time.",
    }),
    include_latency: queryBoolean
      .default(false)
      .meta({ type: "boolean", description: "Include each turn's latency.", default: false }),
  })
  .superRefine((query, context) => {
    const addIssue = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const { start_time: start, end_time: end } = query;
    if (start && end && Date.parse(end) < Date.parse(start))
      addIssue("end_time", "must not be before start_time");
    if (query.variant_id !== undefined && query.variant_name !== undefined) {
      addIssue("variant_name", "cannot be combined with variant_id");
    }
    if (query.query_type && query.sample) addIssue("sample", "cannot be combined with query_type");
    if (query.query_type && !query.query?.trim()) addIssue("query", "is required with query_type");
    if (query.query !== undefined && !query.query_type) {
      addIssue("query", "requires query_type=transcript");
    }
    if (query.turn_type && query.query_type !== "transcript") {
      addIssue("turn_type", "requires query_type=transcript");
    }
    if ((query.query_type || query.sample) && !(start && end)) {
      addIssue(start ? "end_time" : "start_time", "is required with query_type and sample");
    }
  });
export type ListConversationsQuery = z.output<typeof listConversationsQuery>;

/** The parameters of the camelCase list. */
export const agentConversationsQuery = z.object({
  limit: queryInteger(1, MAX_PAGE_SIZE)
    .default(50)
    .meta(
      integerMeta({ minimum: 1, maximum: MAX_PAGE_SIZE, default: 50 }, "Maximum number of conversations."),
    ),
  offset: queryInteger(0, MAX_OFFSET)
    .default(0)
    .meta(integerMeta({ minimum: 0, maximum: MAX_OFFSET, default: 0 }, "Number of conversations to skip.")),
});
export type AgentConversationsQuery = z.output<typeof agentConversationsQuery>;

export const recordingQuery = z.object({
  direction: z
    .enum(["combined", "user", "agent"], { error: "must be combined, user or agent" })
    .default("combined")
    .meta({ description: "Which voices to include." }),
  redacted: queryBoolean
    .default(false)
    .meta({ type: "boolean", description: "Return the redacted recording.", default: false }),
});
