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

/** Everybody who uses the server holds this advisory lock, shared; who gets it alone is the last and may stop it. */
const IN_USE_LOCK_ID = 7_352_011;
const DATABASE_NAME = "studio";
/** How long we try when no server stays up. */
const FAILED_START_TIMEOUT_MS = 15_000;

export interface EmbeddedServer {
  connection: { host: string; port: number; user: string; password: string; database: string; ssl: false };
  /** Lets go of the server; whoever lets go last stops it. */
  release(): Promise<void>;
}

interface Options {
  dataDir: string;
  /** Told what takes a while. */
  report: (message: string) => void;
  /** False only for tests: a crash of the machine may then lose data. */
  durable?: boolean;
}

/**
 * Makes sure that the embedded PostgreSQL of the data folder runs, and holds on to it. Several processes share one
 * server; who was killed without letting go is noticed by PostgreSQL itself, because its connection ends.
 * @throws EmbeddedError with one line for people
 */
export async function acquireEmbedded({ dataDir, report, durable = true }: Options): Promise<EmbeddedServer> {
  const place = await resolveLocation(path.resolve(dataDir));
  const password = databasePassword(path.resolve(dataDir));
  let released = false;

  // If the server dies under us it is started again; the pool reconnects by itself.
  const start = async (): Promise<Client> => {
    const client = await connectOrStart(place, password, durable, report);
    client.once("end", () => {
      if (released) return;
      report("The database stopped unexpectedly; starting it again.");
      holder = start();
      holder.catch((error: Error) => report(error.message));
    });
    return client;
  };
  let holder = start();
  await holder;

  return {
    connection: connectionConfig(place, password, DATABASE_NAME),
    release: async () => {
      released = true;
      const client = await holder.catch(() => null);
      if (client) await releaseServer(client, place);
    },
  };
}

/** Says all that the driver would otherwise take from PGPORT, PGSSLMODE and the like. */
const connectionConfig = (place: EmbeddedLocation, password: string, database: string) => ({
  host: place.socketDir,
  port: PORT,
  user: DATABASE_USER,
  password,
  database,
  ssl: false as const,
});

/** Connects and takes the shared lock, making and starting the cluster as needed, until it holds or time is up. */
async function connectOrStart(
  place: EmbeddedLocation,
  password: string,
  durable: boolean,
  report: Options["report"],
): Promise<Client> {
  const since = Date.now();
  for (let attempt = 0; ; attempt++) {
    if (!existsSync(path.join(place.clusterDir, "PG_VERSION"))) {
      report("Making the embedded database (once).");
      await createCluster(place, password);
    }
    try {
      return await connect(place, password);
    } catch (cause) {
      if (isWrongPassword(cause)) {
        throw new EmbeddedError(
          `The password in database-password does not open the database in ${place.clusterDir}. Restore the file, or move that folder away to begin anew.`,
          { cause },
        );
      }
      const patience = postmasterPid(place) ? SERVER_TIMEOUT_MS : FAILED_START_TIMEOUT_MS;
      if (Date.now() > since + patience) {
        throw new EmbeddedError(
          `The embedded PostgreSQL does not start: ${lastLogLine(place)}. See ${path.join(place.clusterDir, "server.log")}.`,
          { cause },
        );
      }
      // Nobody answers: start it. Where somebody else is starting or stopping it just now, try again shortly.
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
    application_name: "agent-studio-holder",
    keepAlive: true,
  });
  // Without a listener an error on an idle connection would end the process; "end" follows and says what is needed.
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
    // The server is gone already: nothing is left to stop.
  }
  await client.end().catch(() => {});
}

const errorCode = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
const isWrongPassword = (error: unknown): boolean => errorCode(error) === "28P01";

function ignoreDuplicate(error: unknown): void {
  if (errorCode(error) !== "42P04" && errorCode(error) !== "23505") throw error;
}
