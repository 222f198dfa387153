import { bigint, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, identifier, jsonText } from "./columns";
import { conversations } from "./conversations";

/** The data that an agent stored for a handoff, as its original text. The newest handoff of a conversation is the current one. */
export const handoffs = pgTable(
  "handoffs",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    conversationId: identifier("conversation_id").notNull(),
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity(),
    sharedId: identifier("shared_id"),
    destination: text("destination").notNull(),
    reason: text("reason").notNull(),
    data: jsonText("data").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.conversationId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.agentId, conversations.id],
    }).onDelete("cascade"),
    index("handoffs_shared_id").on(t.workspaceId, t.agentId, t.sharedId, t.id),
  ],
);
