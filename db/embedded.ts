import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import {
  dropForeignPid,
  lastLogLine,
  makeCluster,
  PATIENCE_MS,
  PORT,
  postmasterPid,
  startServer,
  stopServer,
  USER,
} from "./embedded-cluster";
import { databasePassword, EmbeddedError, findPlace, type Place } from "./embedded-place";

/** Everybody who uses the server holds this advisory lock, shared; who gets it alone is the last and may stop it. */
const IN_USE = 7_352_011;
const DATABASE = "studio";
/** How long we try when no server stays up. */
const PATIENCE_WITH_FAILURES_MS = 15_000;

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
  const place = await findPlace(path.resolve(dataDir));
  const password = databasePassword(path.resolve(dataDir));
  let released = false;

  // If the server dies under us it is started again; the pool reconnects by itself.
  const start = async (): Promise<Client> => {
    const client = await hold(place, password, durable, report);
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
    connection: connectionTo(place, password, DATABASE),
    release: async () => {
      released = true;
      const client = await holder.catch(() => null);
      if (client) await letGo(client, place);
    },
  };
}

/** Says all that the driver would otherwise take from PGPORT, PGSSLMODE and the like. */
const connectionTo = (place: Place, password: string, database: string) => ({
  host: place.socketDir,
  port: PORT,
  user: USER,
  password,
  database,
  ssl: false as const,
});

/** Connects and takes the shared lock, making and starting the cluster as needed, until it holds or time is up. */
async function hold(
  place: Place,
  password: string,
  durable: boolean,
  report: Options["report"],
): Promise<Client> {
  const since = Date.now();
  for (let attempt = 0; ; attempt++) {
    if (!existsSync(path.join(place.cluster, "PG_VERSION"))) {
      report("Making the embedded database (once).");
      await makeCluster(place, password);
    }
    try {
      return await connect(place, password);
    } catch (cause) {
      if (isWrongPassword(cause)) {
        throw new EmbeddedError(
          `The password in database-password does not open the database in ${place.cluster}. Restore the file, or move that folder away to begin anew.`,
          { cause },
        );
      }
      const patience = postmasterPid(place) ? PATIENCE_MS : PATIENCE_WITH_FAILURES_MS;
      if (Date.now() > since + patience) {
        throw new EmbeddedError(
          `The embedded PostgreSQL does not start: ${lastLogLine(place)}. See ${path.join(place.cluster, "server.log")}.`,
          { cause },
        );
      }
      // Nobody answers: start it. Where somebody else is starting or stopping it just now, try again shortly.
      const output = await startServer(place, durable);
      if (output !== null && attempt > 0) {
        dropForeignPid(place);
        await delay(200);
      }
    }
  }
}

async function connect(place: Place, password: string): Promise<Client> {
  const client = new Client({
    ...connectionTo(place, password, "postgres"),
    application_name: "agent-studio-holder",
    keepAlive: true,
  });
  // Without a listener an error on an idle connection would end the process; "end" follows and says what is needed.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [IN_USE]);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`).catch(ignoreDuplicate);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function letGo(client: Client, place: Place): Promise<void> {
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [IN_USE]);
    const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
      IN_USE,
    ]);
    if (rows[0]?.last) await stopServer(place);
  } catch {
    // The server is gone already: nothing is left to stop.
  }
  await client.end().catch(() => {});
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
const isWrongPassword = (error: unknown): boolean => codeOf(error) === "28P01";

function ignoreDuplicate(error: unknown): void {
  if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
}
