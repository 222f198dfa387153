import type { Tx } from "@/db/client/client";
import { insertAuditEntries, insertAuditEntry } from "@/db/queries/audit-entries";
import { foldName } from "@/lib/core/name-order";
import { type Actor, actorName, type RuntimeActor } from "@/lib/features/actor";
import type { AuditAction, AuditChanges } from "./constants";

/** An action and its target. */
export interface AuditEvent {
  action: AuditAction;
  target: {
    kind: "workspace" | "agent" | "api_key" | "member" | "invitation" | "user";
    id: string;
    name: string;
  };
  changes?: AuditChanges;
}

/**
 * Records an action in the transaction of the change, so that neither is stored without the other.
 * @returns the ID of the entry
 */
export async function recordAudit(tx: Tx, actor: Actor | RuntimeActor, event: AuditEvent): Promise<number> {
  return insertAuditEntry(tx, actor.workspaceId, toEntry(actor, event));
}

/** Records one entry for each of many changes in one transaction. */
export async function recordAuditBatch(tx: Tx, actor: Actor, events: AuditEvent[]): Promise<void> {
  await insertAuditEntries(
    tx,
    actor.workspaceId,
    events.map((event) => toEntry(actor, event)),
  );
}

const toEntry = (actor: Actor | RuntimeActor, event: AuditEvent) => ({
  actorKind: actor.kind,
  actorId: actor.kind === "member" ? actor.userId : null,
  actorName: actorName(actor),
  action: event.action,
  targetKind: event.target.kind,
  targetId: event.target.id,
  targetName: event.target.name,
  foldedNames: `${foldName(actorName(actor))}\n${foldName(event.target.name)}`,
  changes: event.changes ?? {},
  address: actor.kind === "member" ? actor.ipAddress : null,
});

/** The fields that differ between two states, for an audit entry. */
export function changesBetween<T extends Record<string, unknown>>(before: T, after: T): AuditChanges {
  const changes: AuditChanges = {};
  for (const field of Object.keys(after)) {
    if (JSON.stringify(before[field]) !== JSON.stringify(after[field])) {
      changes[field] = { old: before[field], new: after[field] };
    }
  }
  return changes;
}
