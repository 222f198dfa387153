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
  "user.password_changed",
  "user.sessions_ended",
  "conversations.imported",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Those who act without being a member: by kind instead of by id. */
export const OTHER_ACTORS = ["operator", "system", "runtime"] as const;

/** What of the audit is shown; the empty text takes everything. Days as in 2026-11-24. */
export interface AuditFilters {
  person: string;
  action: AuditAction | "";
  target: string;
  from: string;
  to: string;
}
