import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import {
  createCluster,
  DATABASE_USER,
  lastLogLine,
  PORT,
  postmasterPid,
  removeStalePid,
  SERVER_TIMEOUT_MS,
  startServer,
  stopServer,
} from "./cluster";
import { databasePassword, EmbeddedError, type EmbeddedLocation, resolveLocation } from "./location";

/** Each user of the server has a shared advisory lock. A process that can get the exclusive lock is the last user and may stop it. */
const IN_USE_LOCK_ID = 7_352_011;
const DATABASE_NAME = "studio";
/** How long to retry, in milliseconds, while no server stays up. */
const FAILED_START_TIMEOUT_MS = 15_000;

export interface EmbeddedServer {
  connection: { host: string; port: number; user: string; password: string; database: string; ssl: false };
  /** Releases the server. The last process to release it stops it. */
  release(): Promise<void>;
}

interface Options {
  dataDir: string;
  /** Receives a line about each step that takes a while. */
  report: (message: string) => void;
  /** False only in tests: a crash of the machine may then lose data. */
  durable?: boolean;
}

/**
 * Starts the embedded PostgreSQL of the data folder unless it runs, and keeps it running until it is released. Several
 * processes share one server. PostgreSQL itself notices a process that was killed, because its connection ends.
 * @throws EmbeddedError with a one-line message for the operator
 */
export async function acquireEmbedded({ dataDir, report, durable = true }: Options): Promise<EmbeddedServer> {
  const place = await resolveLocation(path.resolve(dataDir));
  const password = databasePassword(path.resolve(dataDir));
  let released = false;

  // Restart the server if it dies; the pool reconnects by itself.
  const start = async (): Promise<Client> => {
    const client = await connectOrStart(place, password, durable, report);
    client.once("end", () => {
      if (released) return;
      report("The database stopped unexpectedly; restarting it.");
      connection = start();
      connection.catch((error: Error) => report(error.message));
    });
    return client;
  };
  let connection = start();
  await connection;

  return {
    connection: connectionConfig(place, password, DATABASE_NAME),
    release: async () => {
      released = true;
      const client = await connection.catch(() => null);
      if (client) await releaseServer(client, place);
    },
  };
}

/** Sets every option that the driver would otherwise read from PGPORT, PGSSLMODE and similar variables. */
const connectionConfig = (place: EmbeddedLocation, password: string, database: string) => ({
  host: place.socketDir,
  port: PORT,
  user: DATABASE_USER,
  password,
  database,
  ssl: false as const,
});

/**
 * Connects and takes the shared lock. Creates the cluster and starts the server if necessary.
 * @throws EmbeddedError on a wrong password, or when the server does not start in time
 */
async function connectOrStart(
  place: EmbeddedLocation,
  password: string,
  durable: boolean,
  report: Options["report"],
): Promise<Client> {
  const startedAt = Date.now();
  for (let attempt = 0; ; attempt++) {
    if (!existsSync(path.join(place.clusterDir, "PG_VERSION"))) {
      report("Creating the embedded database (first start only).");
      await createCluster(place, password);
    }
    try {
      return await connect(place, password);
    } catch (cause) {
      if (isWrongPassword(cause)) {
        throw new EmbeddedError(
          `The database in ${place.clusterDir} does not accept the password in the file database-password. Restore that file, or move the folder away to create a new database.`,
          { cause },
        );
      }
      const timeoutMs = postmasterPid(place) ? SERVER_TIMEOUT_MS : FAILED_START_TIMEOUT_MS;
      if (Date.now() > startedAt + timeoutMs) {
        throw new EmbeddedError(
          `The embedded PostgreSQL does not start: ${lastLogLine(place)}. See ${path.join(place.clusterDir, "server.log")}.`,
          { cause },
        );
      }
      // Not reachable: start it. If another process is starting or stopping it at the moment, retry shortly.
      const output = await startServer(place, durable);
      if (output !== null && attempt > 0) {
        removeStalePid(place);
        await delay(200);
      }
    }
  }
}

async function connect(place: EmbeddedLocation, password: string): Promise<Client> {
  const client = new Client({
    ...connectionConfig(place, password, "postgres"),
    application_name: "agent-studio-embedded",
    keepAlive: true,
  });
  // Without a listener, an error on an idle connection would end the process. The "end" event that follows handles it.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [IN_USE_LOCK_ID]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [DATABASE_NAME]);
    if (rowCount === 0) await client.query(`create database ${DATABASE_NAME}`).catch(ignoreDuplicate);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function releaseServer(client: Client, place: EmbeddedLocation): Promise<void> {
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [IN_USE_LOCK_ID]);
    const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
      IN_USE_LOCK_ID,
    ]);
    if (rows[0]?.last) await stopServer(place);
  } catch {
    // The server has already stopped.
  }
  await client.end().catch(() => {});
}

const errorCode = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
const isWrongPassword = (error: unknown): boolean => errorCode(error) === "28P01";

function ignoreDuplicate(error: unknown): void {
  if (errorCode(error) !== "42P04" && errorCode(error) !== "23505") throw error;
}
