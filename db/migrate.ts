import path from "node:path";
import { DrizzleQueryError } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, type ClientConfig, DatabaseError as PgAnswer } from "pg";
import { pgError } from "./errors";

/** Instances that start together wait for each other behind this advisory lock. */
const MIGRATING = 7_352_012;
const OLDEST = 15;
/**
 * Indexes that newer ones have replaced. Not dropped by a migration: in the transaction of all migrations, which holds locks
 * by then, it and whoever reads and then writes would wait for each other.
 */
const REPLACED = [
  "conversations_by_workspace",
  "api_keys_newest",
  "api_keys_expires_at",
  "api_keys_last_used",
];
/** How long a start waits, once, for what still uses one, in milliseconds: a backup may read for hours. */
const DROP_PATIENCE_MS = 3000;
const NOT_PERMITTED = "42501";
const CANCELLED = "57014";

/** The database cannot be used; the message is one line for people, with the way out. */
export class DatabaseError extends Error {}

/**
 * Brings the database up to the newest migration, one instance at a time.
 * @throws DatabaseError when the server cannot be reached, refuses the login or is older than PostgreSQL 15
 */
export async function migrateDatabase(connection: ClientConfig, projectRoot: string): Promise<void> {
  const client = await connect(connection);
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int / 10000 as version",
    );
    const version = rows[0]?.version ?? 0;
    if (version < OLDEST) {
      throw new DatabaseError(
        `PostgreSQL ${version} is too old: ${OLDEST} or newer is needed. Upgrade the server, or unset DATABASE_URL to use the embedded one.`,
      );
    }
    await client.query("select pg_advisory_lock($1)", [MIGRATING]);
    await migrate(drizzle(client), { migrationsFolder: path.join(projectRoot, "db/migrations") });
    await dropReplaced(client);
  } catch (cause) {
    if (pgError(cause)?.code !== NOT_PERMITTED) throw cause;
    throw new DatabaseError(
      `The database cannot be brought up to date: ${reason(cause)}. The role in DATABASE_URL must own its database.`,
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** Beside all that is under way. What cannot be dropped yet is used by nobody any more, and goes at the next start. */
async function dropReplaced(client: Client): Promise<void> {
  await client.query(`set statement_timeout = ${DROP_PATIENCE_MS}`);
  try {
    for (const index of REPLACED) await client.query(`drop index concurrently if exists ${index}`);
  } catch (error) {
    if (pgError(error)?.code !== CANCELLED) throw error;
  }
}

async function connect(connection: ClientConfig): Promise<Client> {
  let client: Client;
  try {
    client = new Client({
      connectionTimeoutMillis: 10_000,
      ...connection,
      application_name: "agent-studio-migrate",
    });
  } catch (cause) {
    throw new DatabaseError(`DATABASE_URL cannot be used: ${reason(cause)}. Correct it.`, { cause });
  }
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const where = `${client.host}:${client.port}`;
    throw new DatabaseError(
      cause instanceof PgAnswer
        ? `PostgreSQL at ${where} refuses: ${reason(cause)}. Check DATABASE_URL.`
        : `PostgreSQL does not answer at ${where}: ${reason(cause)}. Check DATABASE_URL and that the server runs.`,
      { cause },
    );
  }
}

/** Why something failed: drizzle hides it behind the statement, and aggregate errors of the network are empty. */
function reason(cause: unknown): string {
  if (cause instanceof DrizzleQueryError) return reason(cause.cause);
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : String(cause);
}
