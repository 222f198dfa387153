import { z } from "zod";
import { AUDIT_ACTIONS, type AuditAction, type AuditChanges } from "./terms";

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

/** What an export of the audit tells of an entry, as far as a program can use it. */
export interface ExportedAct {
  at: string;
  actorName: string;
  /** One of AUDIT_ACTIONS, or what another version called one. */
  action: string;
  targetId: string;
  targetName: string;
}

export interface AuditPage {
  entries: AuditEntryDto[];
  nextCursor: string | null;
}

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

export const listAuditInput = auditFilters.extend({
  cursor: z.string().max(500).nullish().catch(null).default(null),
});

/** Somebody who did something here, a removed member too. */
export interface AuditPersonDto {
  id: string;
  name: string;
}
