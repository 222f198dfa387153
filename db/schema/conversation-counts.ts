import { bigint, foreignKey, pgTable, primaryKey, smallint } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { identifier } from "./columns";

/**
 * The number of conversations per agent: the sum of its slots, maintained by triggers on `conversations` (see the migration).
 * Every page of the camelCase list returns it, and counting a million rows takes a tenth of a second on two cores. Triggers,
 * because the previous version's code also writes conversations while a new version starts. Sixteen slots, so that concurrent
 * inserts rarely wait for each other.
 */
export const conversationCounts = pgTable(
  "conversation_counts",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    slot: smallint("slot").notNull(),
    conversations: bigint("conversations", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.slot] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete("cascade"),
  ],
);
