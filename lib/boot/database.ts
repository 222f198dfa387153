import path from "node:path";
import { closeDatabase, openDatabase } from "@/db/client";
import { acquireEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { keptSecret } from "@/db/own-files";
import { provideSettings, type Settings } from "../env";
import { log } from "../log";
import { requireDatabase, requireWritable } from "./checks";

interface OpenStudio {
  embedded: boolean;
  close(): Promise<void>;
}

export interface Opening {
  /** Whether to make a database where there is none yet. Only the server does; the command line could be misconfigured. */
  create: boolean;
  /** How long to wait, in milliseconds, for a PostgreSQL that refuses connections or is starting. */
  patienceMs?: number;
  /** Ends that waiting. */
  signal?: AbortSignal;
}

/**
 * Opens the database that the settings name, migrated, and puts the settings in force: what the server, the command
 * line and the browser stories begin with.
 * @param report receives what takes a while, and warnings: one line each
 * @throws StartError, EmbeddedError or DatabaseError with a line for people
 */
export async function openStudio(
  settings: Settings,
  report: (message: string) => void,
  { create, ...waiting }: Opening = { create: false },
): Promise<OpenStudio> {
  const migrating = { create, ...waiting, report };
  if (settings.DATABASE_URL) {
    provideSettings(settings);
    const connection = { connectionString: settings.DATABASE_URL };
    await migrateDatabase(connection, process.cwd(), migrating);
    open(connection);
    return { embedded: false, close: closeDatabase };
  }
  if (!create) requireDatabase(settings.STUDIO_DATA);
  requireWritable(settings.STUDIO_DATA);
  provideSettings({
    ...settings,
    AUTH_SECRET: settings.AUTH_SECRET ?? keptSecret(path.join(settings.STUDIO_DATA, "auth-secret")),
  });
  const server = await acquireEmbedded({ dataDir: settings.STUDIO_DATA, report });
  try {
    await migrateDatabase(server.connection, process.cwd(), migrating);
  } catch (error) {
    await server.release();
    throw error;
  }
  open(server.connection);
  return {
    embedded: true,
    close: async () => {
      await closeDatabase();
      await server.release();
    },
  };
}

/**
 * Nothing waits for ever. The server cancels a statement that takes too long; where the server itself is stuck, so that
 * it cannot, the client gives up a little later.
 */
const LIMITS = {
  max: 20,
  connectionTimeoutMillis: 3000,
  statement_timeout: 30_000,
  query_timeout: 35_000,
  idle_in_transaction_session_timeout: 60_000,
} as const;

const open = (connection: Parameters<typeof openDatabase>[0]) =>
  openDatabase({ ...LIMITS, ...connection }, (error) =>
    log().warn({ err: error }, "an idle database connection broke; the pool replaces it"),
  );
