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
import { bytes, createdAt, identifier, instant } from "./columns";
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
 * An API key. Of the secret only the SHA-256 and the four characters at either end are kept. The row is the key:
 * deleting it ends the key for the next lookup on every instance.
 *
 * `last_used_minute` mirrors `api_key_usage` for the list alone: sorted by another table's column, a filtered page of
 * 100,000 keys costs a lookup for each of them (0.5 s measured, against 0.1 s). To the minute, so that the busiest key's
 * row is rewritten once a minute and not once a second; `-infinity` is "never", so that a row comparison can page it.
 * Only successes count as use: it is the minute of `last_success_at`, and while there is none, of `outcome_unknown_until`.
 *
 * `secret_hash` is the one unique index without the workspace in front: the lookup starts from the secret alone.
 */
export const apiKeys = pgTable(
  "api_keys",
  {
    workspaceId: identifier("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    id: identifier("id").notNull(),
    name: text("name").notNull(),
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
    /** The key that this one was made to take over from; it may be gone by now. */
    replacesId: identifier("replaces_id"),
    lastUsedMinute: instant("last_used_minute").notNull().default(sql`'-infinity'`),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex("api_keys_secret_hash").on(t.secretHash),
    uniqueIndex("api_keys_name").on(t.workspaceId, sql`lower(${t.name})`),
    index("api_keys_replaces").on(t.workspaceId, t.replacesId).where(sql`${t.replacesId} is not null`),
    // The list's orders, each with most of what it is filtered by, so that a walk along one fetches no row: over 10,000
    // keys 3 ms instead of 8. That of expiry has every order's column, because states are looked up in it.
    // Ascending and read backwards: drizzle's desc() writes NULLS LAST, which "order by … desc" cannot use.
    index("api_keys_by_creation").on(t.workspaceId, t.createdAt, t.id, t.name, t.expiresAt, t.allAgents),
    index("api_keys_by_name").on(
      t.workspaceId,
      sql`lower(${t.name})`,
      t.id,
      t.name,
      t.expiresAt,
      t.allAgents,
    ),
    index("api_keys_by_expiry").on(
      t.workspaceId,
      t.expiresAt,
      t.id,
      t.name,
      t.allAgents,
      t.createdAt,
      t.lastUsedMinute,
    ),
    index("api_keys_by_last_use").on(t.workspaceId, t.lastUsedMinute, t.id, t.name, t.expiresAt, t.allAgents),
    // What few of many keys have is looked up and then sorted.
    ...PERMISSIONS.map((permission) =>
      index(`api_keys_${permission}`).on(t.workspaceId).where(hasPermission(t.permissions, permission)),
    ),
    index("api_keys_all_agents").on(t.workspaceId).where(sql`${t.allAgents}`),
    index("api_keys_secret_start").on(t.workspaceId, t.secretStart),
    index("api_keys_secret_end").on(t.workspaceId, t.secretEnd),
    index("api_keys_name_parts").using("gin", t.workspaceId, sql`lower(${t.name}) gin_trgm_ops`),
    check(
      "api_keys_permissions",
      sql`cardinality(${t.permissions}) > 0 and ${t.permissions} <@ array[${sql.raw(PERMISSIONS.map(quote).join(","))}]`,
    ),
  ],
);

export type ApiKeyRow = typeof apiKeys.$inferSelect;
