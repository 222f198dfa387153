import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Client, type ClientConfig } from "pg";

/** Instances that start together wait for each other behind this advisory lock. */
const MIGRATING = 7_352_012;
const OLDEST = 15;

/** The database cannot be used; the message is one line for people, with the way out. */
export class DatabaseError extends Error {}

/**
 * Brings the database up to the newest migration, one instance at a time.
 * @throws DatabaseError when the server cannot be reached, refuses the login or is older than PostgreSQL 15
 */
export async function migrateDatabase(connection: ClientConfig, projectRoot: string): Promise<void> {
  const client = new Client({
    connectionTimeoutMillis: 10_000,
    ...connection,
    application_name: "agent-studio-migrate",
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw new DatabaseError(
      `PostgreSQL does not answer at ${client.host}:${client.port}: ${reason(cause)}. Check DATABASE_URL and that the server runs.`,
      { cause },
    );
  }
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
  } finally {
    await client.end().catch(() => {});
  }
}

/** Why a connection failed, without the address's password: drivers quote neither, but aggregate errors are empty. */
function reason(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : String(cause);
}
