import type { AuditEntryFilters } from "@/db/queries/audit-entries";
import type { AuditEntryRow } from "@/db/schema/index";
import { startOfDay } from "@/lib/core/calendar";
import { foldSearch } from "@/lib/core/name-order";
import { type Actor, accessOf } from "@/lib/features/actor";
import { AUDIT_ACTIONS, type AuditFilters, NON_USER_ACTORS } from "./constants";
import type { AuditEntryDto } from "./contract";

/** All filters are optional. `zone` is the time zone of the days; `targetId` is exact, unlike `target`. */
export type AuditQuery = Partial<AuditFilters> & { zone?: string; targetId?: string };

const searchIn = (text: string) => ({ text, folded: foldSearch(text) });

/** The filters as a condition. It excludes entries that the actor must not see. */
export function toCondition(
  actor: Actor,
  { person, name, action, target, targetId, from, to, zone = "UTC" }: AuditQuery,
): AuditEntryFilters {
  const kind = NON_USER_ACTORS.find((other) => other === person);
  // A list of known actions: an action from a newer version may be about configurations.
  const visible =
    accessOf(actor, "response_configuration") === "none"
      ? AUDIT_ACTIONS.filter((known) => known !== "agent.configured")
      : undefined;
  return {
    actorKind: kind,
    ...(kind || !person
      ? {}
      : person.startsWith("user_")
        ? { actorId: person }
        : { actorName: searchIn(person) }),
    ...(name ? { actorName: searchIn(name) } : {}),
    action: action || undefined,
    visibleActions: visible,
    target: target ? searchIn(target) : undefined,
    targetId,
    from: from ? startOfDay(from, zone) : undefined,
    before: to ? startOfDay(to, zone, 1) : undefined,
  };
}

export const toDto = (row: AuditEntryRow): AuditEntryDto => ({
  id: row.id,
  at: row.createdAt.toISOString(),
  actorKind: row.actorKind,
  actorName: row.actorName,
  action: row.action,
  targetKind: row.targetKind,
  targetId: row.targetId,
  targetName: row.targetName,
  changes: row.changes,
  address: row.address,
});
