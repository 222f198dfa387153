import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type { Client, ClientConfig } from "pg";
import { type ConnectRetryOptions, connectWithRetry } from "./client/connect-with-retry";
import {
  assertCanMigrate,
  assertDatabaseSupported,
  durabilityWarning,
  readDatabaseInfo,
} from "./client/database-requirements";
import { DatabaseError, pgError, rootCause } from "./client/errors";
import { withSessionSettings } from "./client/session-settings";

/** Advisory lock that serializes the migrations of instances that start at the same time. */
const MIGRATION_LOCK_ID = 7_352_012;
/**
 * Indexes that newer ones have replaced. A migration cannot drop them: all migrations share one transaction, which already
 * holds locks at that point, so the drop could deadlock with a transaction that reads and then writes.
 */
const OBSOLETE_INDEXES = [
  "conversations_by_workspace",
  "api_keys_newest",
  "api_keys_expires_at",
  "api_keys_last_used",
  "api_keys_by_creation",
  "api_keys_by_name",
  "api_keys_by_expiry",
  "api_keys_by_last_use",
  "api_keys_name_parts",
];
/** How long a start waits, in milliseconds, for queries that still use such an index: a backup may read for hours. */
const DROP_TIMEOUT_MS = 3000;
const INSUFFICIENT_PRIVILEGE = "42501";
const QUERY_CANCELED = "57014";

interface Options extends Partial<ConnectRetryOptions> {
  /** False rejects a database without the product's tables, so that a wrong DATABASE_URL does not create any. Default: true. */
  create?: boolean;
}

/**
 * Migrates the database to the newest version, one instance at a time.
 * @throws DatabaseError with a one-line message when the server is unreachable, rejects the login or is older than
 * PostgreSQL 15, when the database or the role does not meet the requirements, or when there are no tables and `create` is
 * false
 */
export async function migrateDatabase(
  connection: ClientConfig,
  projectRoot: string,
  { create = true, timeoutMs = 0, signal, report = () => {} }: Options = {},
): Promise<void> {
  const base = withSessionSettings(connection);
  const config = {
    ...base,
    application_name: "agent-studio-migrate",
    options: `${base.options} -c statement_timeout=0`,
  };
  const client = await connectWithRetry(config, { timeoutMs, signal, report });
  try {
    const info = await readDatabaseInfo(client);
    assertDatabaseSupported(info);
    await client.query(DISABLE_TIMEOUTS_SQL);
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK_ID]);
    const migrationsFolder = path.join(projectRoot, "db/migrations");
    const newest = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
    const { hasJournal, applied } = await readJournal(client);
    const latest = applied.at(-1);
    if (latest === undefined && !create) {
      throw new DatabaseError(
        `The database "${info.database}" at ${client.host}:${client.port} has no Agent Studio tables, and only npm start creates them. Check DATABASE_URL.`,
      );
    }
    if (latest === undefined || latest < newest) assertCanMigrate(info, hasJournal);
    const warning = durabilityWarning(info);
    if (warning) report(warning);
    const unknown = applied.filter((time) => time > newest);
    if (unknown.length > 0) report(newerVersionWarning(unknown));
    await migrate(drizzle(client), { migrationsFolder });
    await dropObsoleteIndexes(client);
  } catch (cause) {
    throw toDatabaseError(cause);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Migrations ignore the role's own timeouts. Filters by name because PostgreSQL 15 has no transaction_timeout. */
const DISABLE_TIMEOUTS_SQL = `select set_config(name, '0', false) from pg_settings
  where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`;

/** When the applied migrations were generated, in milliseconds since 1970, oldest first. */
async function readJournal(client: Client): Promise<{ hasJournal: boolean; applied: number[] }> {
  const { rows } = await client.query<{ schema: boolean; table: boolean }>(
    `select exists (select from pg_namespace where nspname = 'drizzle') as schema,
      exists (select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations') as table`,
  );
  const [found] = rows;
  if (!found?.table) return { hasJournal: found?.schema ?? false, applied: [] };
  const journal = await client.query<{ at: number }>(
    "select created_at::float8 as at from drizzle.__drizzle_migrations order by created_at",
  );
  return { hasJournal: true, applied: journal.rows.map(({ at }) => at) };
}

function newerVersionWarning(unknown: number[]): string {
  const day = new Date(unknown.at(-1) ?? 0).toISOString().slice(0, 10);
  const count = unknown.length === 1 ? "1 unknown migration" : `${unknown.length} unknown migrations`;
  return `Warning: a newer version has migrated this database (${count}, the latest from ${day}). Only the version directly before it is safe to run; see "Going back" in docs/operations.md.`;
}

/** Turns an error from PostgreSQL into a one-line DatabaseError. Other errors are unexpected and are returned unchanged. */
function toDatabaseError(cause: unknown): unknown {
  if (cause instanceof DatabaseError || !pgError(cause)) return cause;
  const { message, code } = rootCause(cause);
  const solution =
    code === INSUFFICIENT_PRIVILEGE
      ? " The role in DATABASE_URL must own its database and the tables in it."
      : " Fix the problem, then start again.";
  return new DatabaseError(`The database cannot be migrated: ${message} (${code}).${solution}`, {
    cause,
  });
}

/** Drops the indexes without blocking other queries. An index that is still in use is left for the next start. */
async function dropObsoleteIndexes(client: Client): Promise<void> {
  await client.query(`set statement_timeout = ${DROP_TIMEOUT_MS}`);
  try {
    for (const index of OBSOLETE_INDEXES) await client.query(`drop index concurrently if exists ${index}`);
  } catch (error) {
    if (pgError(error)?.code !== QUERY_CANCELED) throw error;
  }
}
