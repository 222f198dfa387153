import type { Tx } from "@/db/client";
import { insertAuditEntries, insertAuditEntry } from "@/db/queries/audit-entries";
import { type Actor, nameOf, type RuntimeActor } from "../actor";
import type { AuditAction, AuditChanges } from "./terms";

/** What was done to which thing. */
export interface Fact {
  action: AuditAction;
  target: {
    kind: "workspace" | "agent" | "api_key" | "member" | "invitation" | "user";
    id: string;
    name: string;
  };
  changes?: AuditChanges;
}

/** Writes who did what, in the transaction of the change: neither exists without the other. Returns its id. */
export async function recordAudit(tx: Tx, actor: Actor | RuntimeActor, fact: Fact): Promise<number> {
  return insertAuditEntry(tx, actor.workspaceId, entryOf(actor, fact));
}

/** Writes an entry for each of many changes that were one act, in its transaction. */
export async function recordAudits(tx: Tx, actor: Actor, facts: Fact[]): Promise<void> {
  await insertAuditEntries(
    tx,
    actor.workspaceId,
    facts.map((fact) => entryOf(actor, fact)),
  );
}

const entryOf = (actor: Actor | RuntimeActor, fact: Fact) => ({
  actorKind: actor.kind,
  actorId: actor.kind === "member" ? actor.userId : null,
  actorName: nameOf(actor),
  action: fact.action,
  targetKind: fact.target.kind,
  targetId: fact.target.id,
  targetName: fact.target.name,
  changes: fact.changes ?? {},
  address: actor.kind === "member" ? actor.address : null,
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
