import { foreignKey, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { createdAt, identifier } from "./columns";

/** The metric names in an agent's conversations, so that the console does not scan the conversations to list them. */
export const agentMetrics = pgTable(
  "agent_metrics",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.name] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete("cascade"),
  ],
);
