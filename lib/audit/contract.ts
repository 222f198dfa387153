import { z } from "zod";

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

/** Those who act without being a member: by kind instead of by id. */
export const OTHER_ACTORS = ["operator", "system", "runtime"] as const;

const day = z
  .union([z.literal(""), z.iso.date()])
  .catch("")
  .default("");

/** What of the audit is asked for: it lives in the URL. Nonsense there means "all". */
export const auditFilters = z.object({
  /** A member's id, or one of OTHER_ACTORS. */
  person: z.string().trim().max(100).catch("").default(""),
  action: z
    .union([z.literal(""), z.enum(AUDIT_ACTIONS)])
    .catch("")
    .default(""),
  /** Part of a target's name, or its id. */
  target: z.string().trim().max(100).catch("").default(""),
  /** The first and the last day, in the reader's time zone. */
  from: day,
  to: day,
});
export type AuditFilters = z.output<typeof auditFilters>;

export const listAuditInput = auditFilters.extend({
  cursor: z.string().max(500).nullish().catch(null).default(null),
});

/** Somebody who did something here, a removed member too. */
export interface AuditPersonDto {
  id: string;
  name: string;
}
