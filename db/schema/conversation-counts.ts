import { bigint, foreignKey, pgTable, primaryKey, smallint } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { identifier } from "./columns";

/**
 * How many conversations each agent has: the sum of its slots, kept by triggers of `conversations` (see the migration),
 * because the list in camelCase tells it on every page, and counting a million takes two cores a tenth of a second. By
 * triggers, because the previous version's code writes conversations too while a new one starts. Sixteen slots, so that
 * calls that begin together seldom wait for each other.
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
