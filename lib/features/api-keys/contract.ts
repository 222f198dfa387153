import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import {
  KEY_STATES,
  type KeyState,
  MAX_BULK_DELETE,
  MAX_SEARCH_LENGTH,
  PERMISSIONS,
  type Permission,
  SORTS,
  type Sort,
} from "./constants";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The longest life of a key: 100 years, and a day for the last date's own hours in any time zone. */
export const MAX_LIFETIME_MS = Math.floor(100 * 365.25 * DAY_MS) + DAY_MS;

const name = z
  .string()
  .trim()
  .min(1, "Give the key a name.")
  .max(100, "Use at most 100 characters.")
  .refine((value) => !/\p{Cc}/u.test(value), "Use visible characters only.");

const permissions = z
  .array(z.enum(PERMISSIONS, { error: "Choose from conversations, handoff and external_events." }))
  .min(1, "Choose at least one permission.")
  .transform((chosen) => PERMISSIONS.filter((permission) => chosen.includes(permission)));

const agents = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("all") }),
  z.object({
    scope: z.literal("some"),
    ids: z.array(z.string().min(1)).min(1, "Choose at least one agent, or all agents.").max(1000),
  }),
]);

const expiresAt = z.iso
  .datetime({ offset: true, error: "Choose when the key expires." })
  .refine((value) => Date.parse(value) > Date.now(), "Choose a time in the future.")
  .refine(
    (value) => Date.parse(value) <= Date.now() + MAX_LIFETIME_MS,
    "Choose a date within the next 100 years.",
  );

export const createApiKeyInput = z.object({ name, agents, permissions, expiresAt });
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

/** `version` is the one that the editor saw: a save over a newer one is told, not done. */
export const editApiKeyInput = z.object({
  id: z.string().min(1),
  version: z.int().positive(),
  name,
  permissions,
});
export type EditApiKeyInput = z.output<typeof editApiKeyInput>;

/** A successor has its predecessor's agents and permissions; its name and its life are its own. */
export const rotateApiKeyInput = z.object({ id: z.string().min(1), name, expiresAt });
export type RotateApiKeyInput = z.output<typeof rotateApiKeyInput>;

export const deleteApiKeyInput = z.object({ id: z.string().min(1) });
export type DeleteApiKeyInput = z.output<typeof deleteApiKeyInput>;

export const deleteApiKeysInput = z.object({
  ids: z.array(z.string().min(1)).min(1, "Choose at least one key.").max(MAX_BULK_DELETE),
});
export type DeleteApiKeysInput = z.output<typeof deleteApiKeysInput>;

/** Text that can be looked for: PostgreSQL has no NUL, and no name has a control character. */
const searchText = z
  .string()
  .trim()
  .max(MAX_SEARCH_LENGTH)
  .refine((value) => !/\p{Cc}/u.test(value))
  .catch("")
  .default("");

/**
 * The list's address: what is searched, filtered and sorted lives in the URL. Empty means any, and nonsense the default:
 * an address that somebody shortened still shows a list. The browser reads the same with readListView(), without zod.
 */
export const listApiKeysInput = z.object({
  search: searchText,
  sort: z
    .enum(Object.keys(SORTS) as [Sort, ...Sort[]])
    .catch("created")
    .default("created"),
  state: z
    .enum(["", ...KEY_STATES])
    .catch("")
    .default(""),
  permission: z
    .enum(["", ...PERMISSIONS])
    .catch("")
    .default(""),
  /** An agent's id: keys that cover it, those for all agents too. */
  agent: searchText,
  cursor: cursorParameter.catch(null),
});
/** A request for a page of the list. A cursor that is not valid is refused: the list would start over. */
export const listApiKeysPageInput = listApiKeysInput.extend({ cursor: cursorParameter });
export type ListApiKeysInput = z.output<typeof listApiKeysInput>;

/** A key as people see it. There is no field that a secret could be in. */
export interface ApiKeyDto {
  id: string;
  name: string;
  /** The first and last four characters of the secret's random part between twelve asterisks. */
  masked: string;
  /** Null: every agent of the workspace, those added later too. */
  agents: { id: string; name: string }[] | null;
  permissions: Permission[];
  createdBy: string;
  /** Instants are ISO 8601, UTC. */
  createdAt: string;
  expiresAt: string;
  /** By the database's clock, when it was read. */
  state: KeyState;
  /** The last request, whatever the response. */
  lastUsedAt: string | null;
  /** The last request with a response below 400. */
  lastSuccessAt: string | null;
  /** The last request with a response of 400 or above. */
  lastRefusalAt: string | null;
  /** Its status; null also where it was recorded by a version that did not keep it. */
  lastRefusalStatus: number | null;
  /** There may have been a success up to then that was not recorded as one; every later one is known. */
  outcomeUnknownUntil: string | null;
  version: number;
}

/** What a key's own page tells. Of a deleted key only who deleted it and when: its log outlives it. */
export type ApiKeyDetailsDto =
  | {
      key: ApiKeyDto;
      /** Where the last success and the last refusal went and came from, as far as it was recorded. */
      lastSuccess: { path: string; address: string } | null;
      lastRefusal: { path: string; address: string } | null;
      /** The key that this one was made to take over from, as long as it is there. */
      replaces: { id: string; name: string } | null;
      replacedBy: { id: string; name: string; expiresAt: string } | null;
      /** Permissions that no successful request needed for 30 days, although there were some. */
      unusedPermissions: Permission[];
    }
  | { deleted: { name: string; at: string; by: string } };

export interface ApiKeyPage {
  keys: ApiKeyDto[];
  /** Passed back as `cursor`, it gets the next page; null at the end. */
  nextCursor: string | null;
}

/** What became of a deletion of many. */
export interface DeletedApiKeys {
  /** Those that are gone now. The others were not there. */
  ids: string[];
  /** How many were asked for, each counted once. */
  requested: number;
}

/** The answer to a creation: the one time that the secret leaves the server. */
export interface CreatedApiKey {
  key: ApiKeyDto;
  secret: string;
}
