import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { closeDatabase, openDatabase } from "@/db/client";
import { acquireEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
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
  provideSettings({ ...settings, AUTH_SECRET: settings.AUTH_SECRET ?? keptSecret(settings.STUDIO_DATA) });
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

const open = (connection: Parameters<typeof openDatabase>[0]) =>
  openDatabase({ ...connection, max: 20, connectionTimeoutMillis: 10_000 }, (error) =>
    log().warn({ err: error }, "an idle database connection broke; the pool replaces it"),
  );

/** The secret that signs session cookies, made once and kept beside the embedded database. */
function keptSecret(dataDir: string): string {
  const file = path.join(dataDir, "auth-secret");
  if (!existsSync(file)) {
    try {
      writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
    } catch (error) {
      // Another process made it in the meantime.
      if (!existsSync(file)) throw error;
    }
  }
  return readFileSync(file, "utf8").trim();
}
