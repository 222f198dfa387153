import { permissionLabel } from "@/lib/features/api-keys/constants";

// The words of this slice without zod, so that the first paint does not carry a validator.

/** Everything that an audit entry can say was done. */
export const AUDIT_ACTIONS = [
  "workspace.created",
  "agent.created",
  "agent.renamed",
  "agent.migrated",
  "agent.configured",
  "agent.token_made",
  "agent.deleted",
  "api_key.created",
  "api_key.edited",
  "api_key.rotated",
  "api_key.deleted",
  "member.added",
  "member.invited",
  "member.joined",
  "member.changed",
  "member.removed",
  "member.left",
  "invitation.revoked",
  "user.link_made",
  "user.link_used",
  "user.password_changed",
  "user.sessions_ended",
  "conversations.imported",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Those who act without being a member: by kind instead of by id. */
export const NON_USER_ACTORS = ["operator", "system", "runtime"] as const;

/** What of the audit is shown; the empty text takes everything. Days as in 2026-11-24. */
export interface AuditFilters {
  person: string;
  action: string;
  target: string;
  from: string;
  to: string;
}

/** Old and new value by field. A field that only appeared has no old one; secrets are never among them. */
export type AuditChanges = Record<string, { old?: unknown; new?: unknown }>;

/** What the fields are called, in the order in which they are told; others come after these, as they are. */
const FIELD_LABELS: Record<string, string> = {
  name: "name",
  slug: "slug",
  role: "role",
  invitedBy: "invited by",
  apiKeysAccess: "access to API keys",
  configurationAccess: "access to response configuration",
  agents: "agents",
  permissions: "permissions",
  expiresAt: "expiry",
  successor: "successor",
  conversationsApi: "Conversations API",
  allMetrics: "all metrics",
  chosenMetrics: "metrics",
  namesBesideAll: "metrics for when all metrics is off",
  transcript: "transcript",
  keys: "keys that listed it",
  sessions: "sessions",
  password: "password",
  imported: "imported",
  updated: "updated",
};
const FIELD_ORDER = Object.keys(FIELD_LABELS);
const fieldPosition = (field: string): number => {
  const place = FIELD_ORDER.indexOf(field);
  return place === -1 ? FIELD_ORDER.length : place;
};

/** Permissions as people read them. */
const permissionLabels = (permissions: unknown): unknown =>
  Array.isArray(permissions)
    ? permissions.map((permission) => permissionLabel(String(permission)))
    : permissions;

const INSTANT_PATTERN = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The fields that changed, old → new, a line each.
 * @param changes AuditChanges, or whatever a newer version stored in their place: it is shown as it is
 * @param tellInstant how an instant is told; as it is, when left out
 */
export function formatChanges(
  changes: unknown,
  tellInstant: (instant: string) => string = (instant) => instant,
): string[] {
  const told = (value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(told).join(", ");
    if (typeof value === "boolean") return value ? "on" : "off";
    if (isObject(value)) return JSON.stringify(value);
    return typeof value === "string" && INSTANT_PATTERN.test(value)
      ? tellInstant(value)
      : String(value ?? "none");
  };
  if (!isObject(changes)) return changes === null || changes === undefined ? [] : [told(changes)];
  const inOrder = Object.entries(changes).sort(([a], [b]) => fieldPosition(a) - fieldPosition(b));
  return inOrder.map(([field, change]) => {
    const word = Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field] : field;
    if (!isObject(change) || !("old" in change || "new" in change)) return `${word}: ${told(change)}`;
    const { old, new: now } =
      field === "permissions"
        ? { old: permissionLabels(change.old), new: permissionLabels(change.new) }
        : change;
    if (old === undefined) return `${word}: ${told(now)}`;
    if (now === undefined) return `${word} until then: ${told(old)}`;
    return `${word}: ${told(old)} → ${told(now)}`;
  });
}
