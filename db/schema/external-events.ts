import { bigint, foreignKey, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier } from "./columns";
import { externalEventIds } from "./external-event-ids";

/**
 * An event that came for a conversation, byte for byte. `seq` counts within the conversation, in the order of
 * acknowledgement: a reader that has seen `seq` has seen everything before it. The same body for the same id is one event.
 */
export const externalEvents = pgTable(
  "external_events",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    conversationId: identifier("conversation_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    eventId: identifier("event_id").notNull(),
    contentType: text("content_type").notNull(),
    body: bytes("body").notNull(),
    bodyHash: bytes("body_hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.conversationId, t.seq] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId, t.eventId],
      foreignColumns: [externalEventIds.workspaceId, externalEventIds.agentId, externalEventIds.id],
    }).onDelete("cascade"),
    unique("external_events_body").on(t.workspaceId, t.agentId, t.eventId, t.bodyHash),
  ],
);
