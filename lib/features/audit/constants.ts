import { listNames } from "@/lib/core/list-names";

// Without zod, so that the first paint does not load a validator.

/** Every action that an audit entry can record. */
export const AUDIT_ACTIONS = [
  "workspace.created",
  "workspace.renamed",
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
  "member.renamed",
  "member.removed",
  "member.left",
  "invitation.revoked",
  "user.link_made",
  "user.link_used",
  "user.password_changed",
  "user.sessions_ended",
  "user.signed_out",
  "conversations.imported",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Actors that are not members. They have a kind and no ID. */
export const NON_USER_ACTORS = ["operator", "system", "runtime"] as const;

/** Filters of the audit log; an empty string matches every entry. Days are ISO dates such as 2026-11-24. */
export interface AuditFilters {
  person: string;
  name: string;
  action: string;
  target: string;
  from: string;
  to: string;
}

/** Old and new value by field. An added field has no `old`, a removed one no `new`. Never contains secrets. */
export type AuditChanges = Record<string, { old?: unknown; new?: unknown }>;

/** Field labels, in display order; other fields follow under their own names. */
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
  successor: "new key",
  conversationsApi: "Conversations API",
  allMetrics: "all metrics",
  chosenMetrics: "metrics",
  namesBesideAll: "metrics when all metrics is off",
  transcript: "transcript",
  keys: "keys",
  sessions: "sessions",
  password: "password",
  imported: "imported",
  updated: "updated",
  reason: "reason",
};
const FIELD_ORDER = Object.keys(FIELD_LABELS);
const fieldPosition = (field: string): number => {
  const index = FIELD_ORDER.indexOf(field);
  return index === -1 ? FIELD_ORDER.length : index;
};

/** How values of other features are shown. The audit log stores them without knowing what they mean. */
export interface ChangeFormatters {
  /** The label of a permission, for its stored name. The stored name is shown by default. */
  permissionLabel?: (permission: string) => string;
  /** The label of a member's access level, for its stored name. The stored name is shown by default. */
  accessLabel?: (level: string) => string;
  /** The text of an instant. ISO 8601 is shown by default. */
  formatInstant?: (instant: string) => string;
  /** A text that users wrote, in the middle of a line. It is shown as it is by default. */
  formatText?: (text: string) => string;
}

/** The fields whose values are access levels. */
const ACCESS_FIELDS = ["apiKeysAccess", "configurationAccess"];

const INSTANT_PATTERN = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The changes of an audit entry, old → new, one line per field.
 * @param changes AuditChanges, or any value that a newer version stored instead: it is shown as it is
 */
export function formatChanges(
  changes: unknown,
  {
    permissionLabel = String,
    accessLabel = String,
    formatInstant = String,
    formatText = String,
  }: ChangeFormatters = {},
): string[] {
  const formatValue = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(formatItem).join(", ") || "none";
    if (typeof value === "boolean") return value ? "on" : "off";
    if (isObject(value)) return JSON.stringify(value);
    return typeof value === "string" && INSTANT_PATTERN.test(value)
      ? formatInstant(value)
      : formatNamed(String(value ?? "none"));
  };
  // The text before an ID, as in "Front desk (PROJECT-1A2B3C4D)".
  const formatNamed = (text: string): string => {
    const [, name = text, id = ""] = /^(.*)( \((?:PROJECT-|key_)\w+\))$/s.exec(text) ?? [];
    return formatText(name) + id;
  };
  // A name that contains a comma must not look like two, nor one called "none" like an empty list.
  const formatItem = (item: unknown): string =>
    typeof item === "string" ? listNames([formatValue(item)]) : formatValue(item);
  const toLabels = (field: string, value: unknown): unknown => {
    if (field === "permissions" && Array.isArray(value)) return value.map(String).map(permissionLabel);
    return ACCESS_FIELDS.includes(field) && typeof value === "string" ? accessLabel(value) : value;
  };

  if (!isObject(changes)) return changes === null || changes === undefined ? [] : [formatValue(changes)];
  const sorted = Object.entries(changes).sort(([a], [b]) => fieldPosition(a) - fieldPosition(b));
  return sorted.map(([field, change]) => {
    const label = Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field] : field;
    if (!isObject(change) || !("old" in change || "new" in change)) return `${label}: ${formatValue(change)}`;
    const format = (value: unknown) => formatValue(toLabels(field, value));
    if (change.old === undefined) return `${label}: ${format(change.new)}`;
    if (change.new === undefined) return `${label} (before): ${format(change.old)}`;
    return `${label}: ${format(change.old)} → ${format(change.new)}`;
  });
}
