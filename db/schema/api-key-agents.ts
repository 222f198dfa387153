import { foreignKey, index, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { apiKeys } from "./api-keys";
import { identifier } from "./columns";

/** The agents of a key that is limited to a list of agents. */
export const apiKeyAgents = pgTable(
  "api_key_agents",
  {
    workspaceId: identifier("workspace_id").notNull(),
    keyId: identifier("key_id").notNull(),
    agentId: identifier("agent_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.keyId, t.agentId] }),
    foreignKey({
      columns: [t.workspaceId, t.keyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }).onDelete("cascade"),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete("cascade"),
    index("api_key_agents_agent_keys").on(t.workspaceId, t.agentId, t.keyId),
  ],
);
