import { z } from "zod";
import { FIRST_DAY, isDay, LAST_DAY } from "@/lib/core/calendar";
import { cursorParameter } from "@/lib/core/cursor";
import { searchText, strictSearchText } from "@/lib/core/search-text-schema";
import { AUDIT_ACTIONS, type AuditChanges } from "./constants";

export interface AuditEntryDto {
  id: number;
  /** ISO 8601, UTC. */
  at: string;
  /** "member", one of NON_USER_ACTORS, or a kind from a newer version. */
  actorKind: string;
  actorName: string;
  /** One of AUDIT_ACTIONS, or an action from a newer version. */
  action: string;
  targetKind: string;
  targetId: string;
  targetName: string;
  changes: AuditChanges;
  address: string | null;
}

/** The fields of an exported entry that reconciliation needs. */
export interface ExportedEntry {
  at: string;
  actorName: string;
  /** One of AUDIT_ACTIONS, or an action from another version. */
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

/** The filters in a page's URL. An invalid value means no filter, and the page shows that. */
export const auditFilters = z.object({
  /** A user's ID, one of NON_USER_ACTORS, or part of a name. */
  person: searchText,
  /** Part of a name, also if it is one of NON_USER_ACTORS or looks like an ID. */
  name: searchText,
  action: z
    .union([z.literal(""), z.enum(AUDIT_ACTIONS)])
    .catch("")
    .default(""),
  /** Part of a target's name, or its ID. */
  target: searchText,
  /** The first and the last day, in the user's time zone. */
  from: dayParam,
  to: dayParam,
});

/** The filters of a request. An invalid one is an error. Accepts actions of newer versions. */
const requestFilters = z.object({
  person: strictSearchText,
  name: strictSearchText,
  action: z.string().trim().max(100).default(""),
  target: strictSearchText,
  from: day.default(""),
  to: day.default(""),
});

export const listAuditInput = requestFilters.extend({ cursor: cursorParameter });

/** A filter with an unknown name is an error too, because a file does not show its filters. */
export const exportAuditInput = requestFilters.strict();

/** A user with entries in the audit log; removed members included. */
export interface AuditUserDto {
  id: string;
  name: string;
}
