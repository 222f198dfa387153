import { type SQL, sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, identifier, instant, sortKeyOfName } from "./columns";
import { PERMISSIONS, type Permission } from "./permissions";
import { workspaces } from "./workspaces";

const quote = (permission: Permission): string => `'${permission}'`;

/**
 * Matches the keys that have a permission. The permission is a literal, as in the partial indexes; PostgreSQL would not
 * use them for a parameter.
 */
export const hasPermission = (permissions: AnyPgColumn, permission: Permission): SQL =>
  sql`${sql.raw(quote(permission))} = any(${permissions})`;

/**
 * An API key. Of the secret, only the SHA-256 hash and the four characters at either end are stored. Deleting the row invalidates
 * the key for the next request on every instance.
 *
 * `last_used_minute` mirrors `api_key_usage` for the key list only. With the sort column in another table, a filtered page among
 * 100,000 keys needs a lookup for each of them (measured: 0.5 s instead of 0.1 s). Its precision is a minute, so that a busy
 * key's row is updated once a minute instead of once a second. `-infinity` means never, so that row comparisons can page it. Only
 * successes count as use: it is the minute of `last_success_at`, or without one, of `outcome_unknown_until`.
 *
 * `secret_hash` has the only unique index that does not start with the workspace, because the lookup knows only the secret.
 */
export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: identifier("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: identifier("id").notNull(),
    name: text("name").notNull(),
    sortKey: sortKeyOfName(),
    secretHash: bytes("secret_hash").notNull(),
    secretStart: text("secret_start").notNull(),
    secretEnd: text("secret_end").notNull(),
    allAgents: boolean("all_agents").notNull(),
    permissions: text("permissions", { enum: PERMISSIONS }).array().notNull(),
    createdById: identifier("created_by_id"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    version: integer("version").notNull().default(1),
    /** The key that this one replaces after a rotation; it may no longer exist. */
    replacesId: identifier("replaces_id"),
    lastUsedMinute: instant("last_used_minute").notNull().default(sql`'-infinity'`),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("api_keys_secret_hash").on(t.secretHash),
    uniqueIndex("api_keys_name").on(t.workspaceId, sql`lower(${t.name})`),
    index("api_keys_replaces").on(t.workspaceId, t.replacesId).where(sql`${t.replacesId} is not null`),
    // The sort orders of the list, each with most of the filtered columns, so that a scan fetches no rows: 3 ms instead of
    // 8 ms for 10,000 keys. The expiry index has the columns of all orders, because it is used to look up states.
    // Ascending and scanned backwards: drizzle's desc() writes NULLS LAST, which "order by … desc" cannot use.
    index("api_keys_by_created").on(t.workspaceId, t.createdAt, t.id, t.sortKey, t.expiresAt, t.allAgents),
    index("api_keys_by_sort_key").on(t.workspaceId, t.sortKey, t.id, t.expiresAt, t.allAgents),
    index("api_keys_by_expires").on(
      t.workspaceId,
      t.expiresAt,
      t.id,
      t.sortKey,
      t.allAgents,
      t.createdAt,
      t.lastUsedMinute,
    ),
    index("api_keys_by_used").on(t.workspaceId, t.lastUsedMinute, t.id, t.sortKey, t.expiresAt, t.allAgents),
    // For filters that few of many keys match: look up the matches, then sort them.
    ...PERMISSIONS.map((permission) =>
      index(`api_keys_${permission}`).on(t.workspaceId).where(hasPermission(t.permissions, permission)),
    ),
    index("api_keys_all_agents").on(t.workspaceId).where(sql`${t.allAgents}`),
    index("api_keys_secret_start").on(t.workspaceId, t.secretStart),
    index("api_keys_secret_end").on(t.workspaceId, t.secretEnd),
    index("api_keys_sort_key_parts").using("gin", t.workspaceId, sql`${t.sortKey} gin_trgm_ops`),
    check(
      "api_keys_permissions",
      sql`cardinality(${t.permissions}) > 0 and ${t.permissions} <@ array[${sql.raw(PERMISSIONS.map(quote).join(","))}]`,
    ),
  ],
);

export type ApiKeyRow = typeof apiKeys.$inferSelect;
