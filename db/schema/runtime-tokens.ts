import { foreignKey, pgTable, primaryKey, uniqueIndex } from "drizzle-orm/pg-core";
import { agents } from "./agents";
import { bytes, createdAt, identifier } from "./columns";

/** The one token by which an agent's runtime feeds its calls in. Making another replaces it. */
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
    // Like a key's, the lookup starts from the secret alone.
    uniqueIndex("runtime_tokens_token_hash").on(t.tokenHash),
  ],
);
