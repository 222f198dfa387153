import path from "node:path";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { loadOrCreateSecret } from "@/db/embedded/secret-file";
import { acquireEmbedded } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { provideSettings, type Settings } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { fillSortKeys } from "@/lib/features/workspaces/fill-sort-keys";
import { requireDatabase, requireWritableDataDir } from "./preflight";

interface PreparedDatabase {
  embedded: boolean;
  close(): Promise<void>;
}

export interface PrepareOptions {
  /** Creates a missing database. Only the server does: for the command line it is a sign of wrong settings. */
  create: boolean;
  /** How long to wait, in milliseconds, for a PostgreSQL server that is starting or refuses connections. */
  timeoutMs?: number;
  /** Cancels the wait. */
  signal?: AbortSignal;
}

/**
 * Applies the settings, then opens and migrates their database, and writes missing sort keys. The server, the command line and the browser tests start
 * with it.
 * @param report receives progress and warnings, one line each
 * @throws StartError, EmbeddedError or DatabaseError with a message for the operator
 */
export async function prepareDatabase(
  settings: Settings,
  report: (message: string) => void,
  { create, ...waiting }: PrepareOptions = { create: false },
): Promise<PreparedDatabase> {
  const migrating = { create, ...waiting, report };
  if (settings.DATABASE_URL) {
    provideSettings(settings);
    const connection = { connectionString: settings.DATABASE_URL };
    await migrateDatabase(connection, process.cwd(), migrating);
    await openFilled(connection);
    return { embedded: false, close: closeDatabase };
  }
  if (!create) requireDatabase(settings.STUDIO_DATA);
  requireWritableDataDir(settings.STUDIO_DATA);
  provideSettings({
    ...settings,
    AUTH_SECRET: settings.AUTH_SECRET ?? loadOrCreateSecret(path.join(settings.STUDIO_DATA, "auth-secret")),
  });
  const server = await acquireEmbedded({ dataDir: settings.STUDIO_DATA, report });
  try {
    await migrateDatabase(server.connection, process.cwd(), migrating);
    await openFilled(server.connection);
  } catch (error) {
    await server.release();
    throw error;
  }
  return {
    embedded: true,
    close: async () => {
      await closeDatabase();
      await server.release();
    },
  };
}

/**
 * Timeouts for everything. PostgreSQL cancels a statement that takes too long; if PostgreSQL itself is stuck, the client
 * gives up five seconds later.
 */
const POOL_LIMITS = {
  max: 20,
  connectionTimeoutMillis: 3000,
  statement_timeout: 30_000,
  query_timeout: 35_000,
  idle_in_transaction_session_timeout: 60_000,
} as const;

/** Opens the pool. Without sort keys, after an update, lists have no order and searches find no names. */
async function openFilled(connection: Parameters<typeof openDatabase>[0]): Promise<void> {
  openPool(connection);
  try {
    await fillSortKeys({ missing: true });
  } catch (error) {
    await closeDatabase();
    throw error;
  }
}

const openPool = (connection: Parameters<typeof openDatabase>[0]) =>
  openDatabase({ ...POOL_LIMITS, ...connection }, (error) =>
    log().warn({ err: error }, "an idle database connection failed; the pool replaces it"),
  );
