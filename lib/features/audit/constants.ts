// Without zod, so that the first paint does not load a validator.

/** Every action that an audit entry can record. */
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

/** Actors that are not members. They have a kind and no id. */
export const NON_USER_ACTORS = ["operator", "system", "runtime"] as const;

/** Filters of the audit log; an empty string matches every entry. Days are ISO dates such as 2026-11-24. */
export interface AuditFilters {
  person: string;
  action: string;
  target: string;
  from: string;
  to: string;
}

/** Old and new value by field. An added field has no `old`, a removed one no `new`. Never contains secrets. */
export type AuditChanges = Record<string, { old?: unknown; new?: unknown }>;
