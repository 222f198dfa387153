/** Everything that an audit entry can say was done. */
export const AUDIT_ACTIONS = [
  "workspace.created",
  "agent.created",
  "agent.renamed",
  "agent.migrated",
  "agent.configured",
  "agent.token_made",
  "api_key.created",
  "api_key.edited",
  "api_key.rotated",
  "api_key.deleted",
  "member.added",
  "user.link_made",
  "conversations.imported",
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Old and new value by field. A field that only appeared has no old one; secrets are never among them. */
export type AuditChanges = Record<string, { old?: unknown; new?: unknown }>;

export interface AuditEntryDto {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  actorKind: "member" | "operator" | "system" | "runtime";
  actorName: string;
  action: AuditAction;
  targetKind: string;
  targetId: string;
  targetName: string;
  changes: AuditChanges;
  address: string | null;
}

export interface AuditPage {
  entries: AuditEntryDto[];
  nextCursor: string | null;
}
