import path from "node:path";
import { closeDatabase, openDatabase } from "@/db/client";
import { acquireEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { keptSecret } from "@/db/own-files";
import { provideSettings, type Settings } from "../env";
import { log } from "../log";
import { requireWritable } from "./checks";

interface OpenStudio {
  embedded: boolean;
  close(): Promise<void>;
}

/**
 * Opens the database that the settings name, migrated, and puts the settings in force: what the server, the command
 * line and the browser stories begin with.
 * @throws StartError, EmbeddedError or DatabaseError with a line for people
 */
export async function openStudio(settings: Settings, report: (message: string) => void): Promise<OpenStudio> {
  if (settings.DATABASE_URL) {
    provideSettings(settings);
    const connection = { connectionString: settings.DATABASE_URL };
    await migrateDatabase(connection, process.cwd());
    open(connection);
    return { embedded: false, close: closeDatabase };
  }
  requireWritable(settings.STUDIO_DATA);
  provideSettings({
    ...settings,
    AUTH_SECRET: settings.AUTH_SECRET ?? keptSecret(path.join(settings.STUDIO_DATA, "auth-secret")),
  });
  const server = await acquireEmbedded({ dataDir: settings.STUDIO_DATA, report });
  try {
    await migrateDatabase(server.connection, process.cwd());
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
