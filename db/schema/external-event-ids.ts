import { boolean, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { createdAt, identifier, instant } from "./columns";
import { conversations } from "./conversations";

/** An ID that a runtime issued. External systems can use it to send events to one conversation for an hour. */
export const externalEventIds = pgTable(
  "external_event_ids",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    id: identifier("id").notNull(),
    conversationId: identifier("conversation_id").notNull(),
    sendToLlm: boolean("send_to_llm").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.id] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.agentId, conversations.id],
    }).onDelete("cascade"),
  ],
);
