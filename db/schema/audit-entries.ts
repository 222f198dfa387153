import { bigint, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, identifier } from "./columns";

/** Actor, action, target, IP address, and old and new values of a change, written in the transaction of the change. */
export const auditEntries = pgTable(
  "audit_entries",
  {
    workspaceId: identifier("workspace_id").notNull(),
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity(),
    createdAt: createdAt(),
    actorKind: text("actor_kind", { enum: ["member", "operator", "system", "runtime"] }).notNull(),
    actorId: identifier("actor_id"),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    targetKind: text("target_kind").notNull(),
    targetId: identifier("target_id").notNull(),
    targetName: text("target_name").notNull(),
    /**
     * The names of actor and target as the search compares them, on a line each. Empty in entries of older versions: entries are
     * not changed later.
     */
    foldedNames: text("folded_names").notNull().default(""),
    changes: jsonb("changes").$type<Record<string, { old?: unknown; new?: unknown }>>().notNull(),
    address: text("address"),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index("audit_entries_target").on(t.workspaceId, t.targetId, t.action),
    index("audit_entries_newest").on(t.workspaceId, t.createdAt, t.id),
    index("audit_entries_by_person").on(t.workspaceId, t.actorId, t.createdAt, t.id),
    index("audit_entries_by_action").on(t.workspaceId, t.action, t.createdAt, t.id),
  ],
);

export type AuditEntryRow = typeof auditEntries.$inferSelect;
