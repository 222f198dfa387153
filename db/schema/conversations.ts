import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { createdAt, identifier, instant, jsonText } from "./columns";

/**
 * A conversation as the agent's runtime reported it. The runtime chooses the ID, which is unique per agent.
 *
 * `turns` contains the turns without latencies, and `latencies` a number or null per turn. Almost all responses omit latencies, so
 * the text of `turns` is sent to the client without parsing. An import compares `contentHash` to detect changed lines.
 */
export const conversations = pgTable(
  "conversations",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    id: identifier("id").notNull(),
    variantId: text("variant_id").notNull().default(""),
    variantName: text("variant_name").notNull().default(""),
    environment: text("environment", { enum: ["live", "pre-release", "sandbox"] }).notNull(),
    startedAt: instant("started_at").notNull(),
    channel: text("channel").notNull(),
    fromNumber: text("from_number").notNull().default(""),
    toNumber: text("to_number").notNull().default(""),
    inProgress: boolean("in_progress").notNull(),
    numTurns: integer("num_turns").notNull(),
    totalDuration: integer("total_duration").notNull(),
    polyaiDuration: integer("polyai_duration").notNull(),
    handoff: boolean("handoff").notNull(),
    handoffReason: text("handoff_reason").notNull().default(""),
    handoffDestination: text("handoff_destination").notNull().default(""),
    numSilences: integer("num_silences").notNull(),
    numOod: integer("num_ood").notNull(),
    metrics: jsonText("metrics").notNull(),
    /** Metric name → the times of its values, in the same order; empty for imported conversations. */
    metricTimes: jsonText("metric_times").notNull().default(sql`'{}'::json`),
    state: jsonText("state").notNull(),
    turns: jsonText("turns").notNull(),
    latencies: jsonText("latencies").notNull(),
    /** For the search: a text per turn with its words between single spaces. `words` has all distinct words. */
    userWords: text("user_words").array().notNull().default(sql`'{}'::text[]`),
    agentWords: text("agent_words").array().notNull().default(sql`'{}'::text[]`),
    words: text("words").array().notNull().default(sql`'{}'::text[]`),
    contentHash: text("content_hash"),
    /** Set only by a runtime, not by an import. */
    language: text("language"),
    direction: text("direction"),
    finishedAt: instant("finished_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete("cascade"),
    index("conversations_by_agent").on(t.workspaceId, t.agentId, t.environment, t.startedAt, t.id),
    // On an expression, so that the planner does not use it for one agent's list and scan the conversations of all others.
    // Also has the environment itself, so that a sample reads only the index.
    index("conversations_of_workspace").on(
      ...[t.workspaceId, sql`lower(${t.environment})`, t.startedAt, t.id, t.agentId, t.environment],
    ),
    index("conversations_by_agent_start").on(t.workspaceId, t.agentId, t.startedAt, t.id),
    // For selective filters: the filtered columns come before the sort columns, so that a page reads only its own rows.
    index("conversations_by_channel").on(
      ...[t.workspaceId, t.agentId, t.environment, sql`lower(${t.channel})`, t.startedAt, t.id],
    ),
    index("conversations_by_variant").on(
      ...[t.workspaceId, t.agentId, t.environment, sql`left(${t.variantId}, 100)`, sql`lower(${t.channel})`],
      ...[t.startedAt, t.id],
    ),
    index("conversations_by_variant_name").on(
      ...[
        t.workspaceId,
        t.agentId,
        t.environment,
        sql`left(${t.variantName}, 100)`,
        sql`lower(${t.channel})`,
      ],
      ...[t.startedAt, t.id],
    ),
    index("conversations_going_on")
      .on(t.workspaceId, t.agentId, t.environment, t.startedAt, t.id)
      .where(sql`${t.inProgress}`),
    index("conversations_words").using("gin", t.words),
    check("conversations_environment", sql`${t.environment} in ('live', 'pre-release', 'sandbox')`),
  ],
);
