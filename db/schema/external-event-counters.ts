import { bigint, boolean, foreignKey, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { identifier } from "./columns";
import { conversations } from "./conversations";

/**
 * The last `seq` of a conversation's events. A transaction that adds an event locks the row until it commits, so that events become
 * visible in the order of their numbers and a reader never skips one.
 *
 * A trigger on `conversations` sets `callEnded` in the transaction that ends the call, which waits for that lock too. So each event is
 * stored either before the end or after it, and the statement that stores it knows which.
 */
export const externalEventCounters = pgTable(
  "external_event_counters",
  {
    workspaceId: identifier("workspace_id").notNull(),
    agentId: identifier("agent_id").notNull(),
    conversationId: identifier("conversation_id").notNull(),
    lastSeq: bigint("last_seq", { mode: "number" }).notNull().default(0),
    callEnded: boolean("call_ended").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.agentId, t.conversationId] }),
    foreignKey({
      columns: [t.workspaceId, t.agentId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.agentId, conversations.id],
    }).onDelete("cascade"),
  ],
);
