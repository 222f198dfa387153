import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { displayName } from "@/lib/core/display-name";
import { DAY_MS } from "@/lib/core/durations";
import { instantSchema } from "@/lib/core/instant-schema";
import { searchText, strictSearchText } from "@/lib/core/search-text-schema";
import {
  KEY_STATES,
  type KeyState,
  MAX_BULK_DELETE,
  PERMISSIONS,
  type Permission,
  SORTS,
  type Sort,
} from "./constants";

/** The maximum lifetime of a key: 100 years, plus a day because the last date ends later in some time zones. */
export const MAX_LIFETIME_MS = Math.floor(100 * 365.25 * DAY_MS) + DAY_MS;

const permissions = z
  .array(z.enum(PERMISSIONS, { error: `Use one or more of ${PERMISSIONS.join(", ")}.` }))
  .min(1, "Select at least one permission.")
  .transform((selected) => PERMISSIONS.filter((permission) => selected.includes(permission)));

const agents = z.discriminatedUnion("scope", [
  z.object({ scope: z.literal("all") }),
  z.object({
    scope: z.literal("some"),
    ids: z.array(z.string().min(1)).min(1, "Select at least one agent, or all agents.").max(1000),
  }),
]);

const expiresAt = instantSchema({ error: "Select when the key expires." })
  .refine((value) => Date.parse(value) > Date.now(), "Select a time in the future.")
  .refine(
    (value) => Date.parse(value) <= Date.now() + MAX_LIFETIME_MS,
    "Pick a date within the next 100 years.",
  );

export const createApiKeyInput = z.object({ name: displayName, agents, permissions, expiresAt });
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

/** `version` is the version that the editor read. Saving over a newer version fails with STALE_EDIT. */
export const editApiKeyInput = z.object({
  id: z.string().min(1),
  version: z.int().positive(),
  name: displayName,
  permissions,
});
export type EditApiKeyInput = z.output<typeof editApiKeyInput>;

/** A successor inherits agents and permissions; name and expiry are new. */
export const rotateApiKeyInput = z.object({ id: z.string().min(1), name: displayName, expiresAt });
export type RotateApiKeyInput = z.output<typeof rotateApiKeyInput>;

export const deleteApiKeyInput = z.object({ id: z.string().min(1) });
export type DeleteApiKeyInput = z.output<typeof deleteApiKeyInput>;

export const deleteApiKeysInput = z.object({
  ids: z.array(z.string().min(1)).min(1, "Select at least one key.").max(MAX_BULK_DELETE),
});
export type DeleteApiKeysInput = z.output<typeof deleteApiKeysInput>;

const sort = z.enum(Object.keys(SORTS) as [Sort, ...Sort[]]);
const state = z.enum(["", ...KEY_STATES]);
const permission = z.enum(["", ...PERMISSIONS]);

/**
 * Search, filters and sort order of the list, as in the URL. Empty means any. Invalid values fall back to the default, so
 * a truncated URL still shows a list. The browser parses the same parameters with parseListParams(), without zod.
 */
export const listApiKeysInput = z.object({
  search: searchText,
  sort: sort.catch("created").default("created"),
  state: state.catch("").default(""),
  permission: permission.catch("").default(""),
  /** An agent ID. Matches the keys that cover this agent, including keys for all agents. */
  agent: searchText,
  cursor: cursorParameter.catch(null),
});
/**
 * A request for a page of the list. An invalid value is an error: without the filter, the list would have other keys, and
 * without the cursor it would start again.
 */
export const listApiKeysPageInput = listApiKeysInput.extend({
  search: strictSearchText,
  sort: sort.default("created"),
  state: state.default(""),
  permission: permission.default(""),
  agent: strictSearchText,
  cursor: cursorParameter,
});
export type ListApiKeysInput = z.output<typeof listApiKeysInput>;

/** A key as the console and the command line show it. No field can contain a secret. */
export interface ApiKeyDto {
  id: string;
  name: string;
  /** `ask_`, then the first and last four characters of the secret with twelve asterisks between them. */
  masked: string;
  /** Null for all agents of the workspace, including agents added later. */
  agents: { id: string; name: string }[] | null;
  permissions: Permission[];
  createdBy: string;
  /** This and all times below: ISO 8601, UTC. */
  createdAt: string;
  expiresAt: string;
  /** By the database's clock at the time of reading. */
  state: KeyState;
  /** The last request with any response. */
  lastUsedAt: string | null;
  /** The last request with a response below 400. */
  lastSuccessAt: string | null;
  /** The last request with a response of 400 or above. */
  lastRefusalAt: string | null;
  /** Null also when an older version recorded the request: it did not store the status. */
  lastRefusalStatus: number | null;
  /** Before this time there may have been successes that were not recorded as such. All later ones are known. */
  outcomeUnknownUntil: string | null;
  version: number;
}

/** Everything that a key's page shows. A deleted key keeps its request log and the record of its deletion. */
export type ApiKeyDetailsDto =
  | {
      key: ApiKeyDto;
      /** Path and IP address of the last success and the last refusal, null where not recorded. */
      lastSuccess: { path: string; address: string } | null;
      lastRefusal: { path: string; address: string } | null;
      /** Null when this key is no successor or the old key was deleted. */
      replaces: { id: string; name: string } | null;
      replacedBy: { id: string; name: string; expiresAt: string } | null;
      /** Permissions that no successful request has required for 30 days. */
      unusedPermissions: Permission[];
    }
  | { deleted: { name: string; at: string; by: string } };

export interface ApiKeyPage {
  keys: ApiKeyDto[];
  /** Pass it as `cursor` to get the next page; null on the last page. */
  nextCursor: string | null;
}

export interface DeletedApiKeys {
  /** The keys that were deleted. The others did not exist. */
  ids: string[];
  /** The number of requested keys, without duplicates. */
  requested: number;
}

/** The result of creating a key: the only time that the secret leaves the server. */
export interface CreatedApiKey {
  key: ApiKeyDto;
  secret: string;
}
