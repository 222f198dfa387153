import { z } from "zod";
import { count, ENVIRONMENTS, importedConversationSchema, turnSchema } from "./contract";

/** The fields of an import as responses have them: a field with a default is always present. */
function withDefaultsPresent<S extends z.ZodRawShape>(shape: S) {
  const fields = Object.entries(shape).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ]);
  return z.object(
    Object.fromEntries(fields) as { [K in keyof S]: S[K] extends z.ZodDefault<infer Inner> ? Inner : S[K] },
  );
}

const conversationTurnSchema = withDefaultsPresent(turnSchema.shape)
  .extend({
    latency: z.number().optional().meta({ description: "Seconds; only with include_latency=true." }),
  })
  .meta({ id: "ConversationTurn" });

/** A conversation in a v3 response. */
const conversationSchema = withDefaultsPresent(importedConversationSchema.shape)
  .extend({
    id: z.string().meta({ description: "Chosen by the runtime; unique within the agent." }),
    account_id: z.string().meta({ description: "The workspace's ID." }),
    project_id: z.string().meta({ description: "The agent's ID." }),
    started_at: z.iso.datetime(),
    num_turns: count.meta({ description: "Correct even if the transcript is not included." }),
    total_duration: count.meta({ description: "Seconds." }),
    polyai_duration: count.meta({ description: "Seconds until the handoff, or until the end." }),
    num_silences: count,
    num_ood: count,
    turns: z
      .array(conversationTurnSchema)
      .meta({ description: "Empty if the agent's transcript setting is off." }),
  })
  .meta({ id: "ConversationSummaryResponse" });

export const conversationsResponseSchema = z
  .object({
    conversations: z.array(conversationSchema),
    cursor: z
      .string()
      .nullable()
      .meta({ description: "Pass it to get the next page; null on the last page." }),
    next_offset: z.int().optional().meta({ description: "The next page's offset, if there is one." }),
  })
  .meta({ id: "GetConversationsResponse" });

const nullableText = z.string().nullable();

const summaryShape = {
  conversationId: z.string(),
  accountId: z.string(),
  projectId: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  channel: z.string(),
  fromNumber: nullableText,
  toNumber: nullableText,
  language: nullableText,
  variantId: nullableText,
  clientEnv: z.enum(ENVIRONMENTS),
  totalDuration: z.int(),
  polyaiDuration: z.int(),
  duration: z.int(),
  inProgress: z.boolean(),
  handoff: z.boolean(),
  handoffDestination: nullableText,
  handoffReason: nullableText,
  direction: nullableText,
  tags: z.array(z.string()),
  polyScore: z.number().nullable(),
  shortSummary: z.object({ heading: z.string(), content: z.string() }).nullable(),
  deploymentId: nullableText,
  note: nullableText,
  audioUrl: nullableText,
};

export const agentConversationsResponseSchema = z
  .object({
    conversations: z.array(z.object(summaryShape)),
    count: z.int().meta({ description: "Total number of conversations." }),
    limit: z.int(),
    offset: z.int(),
  })
  .meta({ id: "AgentConversations" });

export const conversationDetailSchema = z
  .object({
    ...summaryShape,
    turns: z.array(
      withDefaultsPresent(turnSchema.shape).extend({
        latency: z
          .object({
            label: nullableText,
            perceived_latency: z.number().meta({ description: "Seconds." }),
            perceived_latency_percentile_1d: z.number().nullable(),
          })
          .nullable(),
      }),
    ),
    metrics: z.record(
      z.string(),
      z.array(z.object({ value: z.string(), timestamp: z.iso.datetime().nullable() })),
    ),
    functionEvents: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: "ConversationDetailResponse" });
