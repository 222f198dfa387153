import { bigint, boolean, foreignKey, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier } from "./columns";
import { externalEventIds } from "./external-event-ids";

/**
 * An event for a conversation, stored byte for byte. `seq` numbers the events of a conversation in the order of their commits: a
 * reader that has seen `seq` has seen all events before it. The same body for the same event ID is stored once.
 * `boundToCall` is false for an event that arrived after the call's end.
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
    boundToCall: boolean("bound_to_call").notNull().default(true),
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
