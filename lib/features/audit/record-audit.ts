import type { Tx } from "@/db/client/client";
import { insertAuditEntries, insertAuditEntry } from "@/db/queries/audit-entries";
import { type Actor, actorName, type RuntimeActor } from "@/lib/features/actor";
import type { AuditAction, AuditChanges } from "./constants";

/** What was done to which thing. */
export interface AuditEvent {
  action: AuditAction;
  target: {
    kind: "workspace" | "agent" | "api_key" | "member" | "invitation" | "user";
    id: string;
    name: string;
  };
  changes?: AuditChanges;
}

/** Writes who did what, in the transaction of the change: neither exists without the other. Returns its id. */
export async function recordAudit(tx: Tx, actor: Actor | RuntimeActor, fact: AuditEvent): Promise<number> {
  return insertAuditEntry(tx, actor.workspaceId, toEntry(actor, fact));
}

/** Writes an entry for each of many changes that were one act, in its transaction. */
export async function recordAuditBatch(tx: Tx, actor: Actor, facts: AuditEvent[]): Promise<void> {
  await insertAuditEntries(
    tx,
    actor.workspaceId,
    facts.map((fact) => toEntry(actor, fact)),
  );
}

const toEntry = (actor: Actor | RuntimeActor, fact: AuditEvent) => ({
  actorKind: actor.kind,
  actorId: actor.kind === "member" ? actor.userId : null,
  actorName: actorName(actor),
  action: fact.action,
  targetKind: fact.target.kind,
  targetId: fact.target.id,
  targetName: fact.target.name,
  changes: fact.changes ?? {},
  address: actor.kind === "member" ? actor.ipAddress : null,
});

/** The fields that differ between two states of a thing, for an audit entry. */
export function changesBetween<T extends Record<string, unknown>>(before: T, after: T): AuditChanges {
  const changes: AuditChanges = {};
  for (const field of Object.keys(after)) {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) {
      changes[field] = { old: before[field], new: after[field] };
    }
  }
  return changes;
}
