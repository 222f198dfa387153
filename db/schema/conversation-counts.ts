import { bigint, pgTable, primaryKey, smallint } from "drizzle-orm/pg-core";
import { identifier } from "./columns";

/**
 * How many conversations each agent has: the sum of its slots, kept by triggers of `conversations` (see the migration),
 * because counting a million takes a tenth of a second. Sixteen slots, so that calls that begin together do not wait for
 * each other. Goes with the agent.
 */
export const conversationCounts = pgTable(
  "conversation_counts",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    slot: smallint("slot").notNull(),
    conversations: bigint("conversations", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.agentId, t.slot] })],
);
