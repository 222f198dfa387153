import { foreignKey, pgTable, primaryKey, uniqueIndex } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { bytes, createdAt, identifier } from "./columns";

/** The token of an agent's runtime. An agent has one; a new token replaces it. */
export const runtimeTokens = pgTable(
  "runtime_tokens",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId],
      foreignColumns: [agents.workspaceId, agents.id],
    }).onDelete("cascade"),
    // As with API keys, the lookup knows only the secret.
    uniqueIndex("runtime_tokens_token_hash").on(t.tokenHash),
  ],
);
