import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { isStorable } from "@/lib/core/parse-input";
import { FIRST_DAY, isDay, LAST_DAY } from "@/lib/core/time";
import { AUDIT_ACTIONS, type AuditChanges } from "./constants";

export interface AuditEntryDto {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  /** "member", one of OTHER_ACTORS, or a kind that only a newer version knows. */
  actorKind: string;
  actorName: string;
  /** One of AUDIT_ACTIONS, or an action that only a newer version knows. */
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  changes: AuditChanges;
  address: string | null;
}

/** What an export of the audit tells of an entry, as far as a program can use it. */
export interface ExportedEntry {
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
  .string()
  .refine(
    (text) => text === "" || isDay(text),
    `Use a day such as 2026-11-24, from ${FIRST_DAY} to ${LAST_DAY}.`,
  );
const dayParam = day.catch("").default("");

/** The filters in a page's address. What is not valid there means "all", as the page then shows. */
export const auditFilters = z.object({
  /** A member's id, one of OTHER_ACTORS, or a part of a name. */
  person: z.string().trim().max(100).refine(isStorable).catch("").default(""),
  action: z
    .union([z.literal(""), z.enum(AUDIT_ACTIONS)])
    .catch("")
    .default(""),
  /** Part of a target's name, or its id. */
  target: z.string().trim().max(100).refine(isStorable).catch("").default(""),
  /** The first and the last day, in the reader's time zone. */
  from: dayParam,
  to: dayParam,
});

/**
 * The filters of an export. A day that is not valid is refused: a file does not show what it was asked for. An action
 * may be one that only a newer version knows.
 */
export const exportAuditInput = auditFilters.extend({
  action: z.string().trim().max(100).default(""),
  from: day.default(""),
  to: day.default(""),
});

export const listAuditInput = exportAuditInput.extend({ cursor: cursorParameter });

/** Somebody who did something here, a removed member too. */
export interface AuditUserDto {
  id: string;
  name: string;
}
