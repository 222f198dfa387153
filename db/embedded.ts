import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import {
  EmbeddedError,
  findPlace,
  firstLine,
  makeOwnFolder,
  type Place,
  renameUnlessThere,
} from "./embedded-place";
import { keptSecret } from "./own-files";

/** Everybody who uses the server holds this advisory lock, shared; who gets it alone is the last and may stop it. */
const IN_USE = 7_352_011;
const USER = "studio";
const DATABASE = "studio";
const PATIENCE_MS = 60_000;

export interface EmbeddedServer {
  connection: { host: string; user: string; password: string; database: string };
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
  const password = keptSecret(path.join(path.resolve(dataDir), "database-password"));
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
    connection: { host: place.socketDir, user: USER, password, database: DATABASE },
    release: async () => {
      released = true;
      const client = await holder.catch(() => null);
      if (client) await letGo(client, place);
    },
  };
}

/** Connects and takes the shared lock, making and starting the cluster as needed, until it holds or time is up. */
async function hold(
  place: Place,
  password: string,
  durable: boolean,
  report: Options["report"],
): Promise<Client> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    if (!existsSync(path.join(place.cluster, "PG_VERSION"))) await makeCluster(place, password, report);
    try {
      return await connect(place, password);
    } catch (cause) {
      if (isWrongPassword(cause)) {
        throw new EmbeddedError(
          `The password in database-password does not open the database in ${place.cluster}. Restore the file, or move that folder away to begin anew.`,
          { cause },
        );
      }
      if (Date.now() > deadline) {
        throw new EmbeddedError(
          `The embedded PostgreSQL does not start: ${lastLogLine(place)}. See ${path.join(place.cluster, "server.log")}.`,
          { cause },
        );
      }
      // Nobody answers: start it. Where somebody else is starting or stopping it just now, try again shortly.
      const output = await run(place, "pg_ctl", startArguments(place, durable));
      if (output !== null && attempt > 0) {
        dropForeignPid(place);
        await delay(200);
      }
    }
  }
}

async function connect(place: Place, password: string): Promise<Client> {
  const client = new Client({
    host: place.socketDir,
    user: USER,
    password,
    database: "postgres",
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
    if (rows[0]?.last) await stop(place);
  } catch {
    // The server is gone already: nothing is left to stop.
  }
  await client.end().catch(() => {});
}

/**
 * Stops the server and waits until it has given up its pid file. pg_ctl's own waiting would go on for a successor that
 * somebody else has started in the meantime.
 */
async function stop(place: Place): Promise<void> {
  const pid = postmasterPid(place);
  await run(place, "pg_ctl", ["-D", place.cluster, "-m", "fast", "-W", "stop"]);
  const deadline = Date.now() + PATIENCE_MS;
  while (postmasterPid(place) === pid && Date.now() < deadline) await delay(10);
}

/**
 * After a kill, the number in a left-over pid file may be somebody else's by now, in a restarted container nearly always.
 * PostgreSQL then takes that process for its server and never starts.
 */
function dropForeignPid(place: Place): void {
  const pid = postmasterPid(place);
  const command = pid && commandOf(pid);
  if (!command || command.includes("postgres")) return;
  for (const file of [
    path.join(place.cluster, "postmaster.pid"),
    path.join(place.socketDir, ".s.PGSQL.5432.lock"),
  ]) {
    rmSync(file, { force: true });
  }
}

function postmasterPid(place: Place): string | undefined {
  try {
    return readFileSync(path.join(place.cluster, "postmaster.pid"), "utf8").split("\n", 1)[0];
  } catch {
    return undefined;
  }
}

/** What a process runs; undefined when there is none. */
function commandOf(pid: string): string | undefined {
  try {
    if (existsSync("/proc/self/comm")) return readFileSync(`/proc/${pid}/comm`, "utf8");
    return spawnSync("ps", ["-p", pid, "-o", "comm="], { encoding: "utf8" }).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

async function makeCluster(place: Place, password: string, report: Options["report"]): Promise<void> {
  report("Making the embedded database (once).");
  sweepUnfinished(place);
  const fresh = `${place.cluster}.${process.pid}-${randomBytes(4).toString("hex")}`;
  makeOwnFolder(fresh, place.user);
  const passwordFile = `${fresh}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    const failure = await run(place, "initdb", [
      ...["-D", fresh, "-U", USER, "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
      ...["--locale-provider=builtin", "--locale=C.UTF-8", "-E", "UTF8"],
    ]);
    if (failure !== null) {
      throw new EmbeddedError(
        `The embedded database could not be made: ${failure}. Check the space left on the disk.`,
      );
    }
    // Sockets only: no port to collide with, nothing that another machine could reach.
    appendFileSync(
      path.join(fresh, "postgresql.conf"),
      "\nlisten_addresses = ''\njit = off\nmax_connections = 100\nshared_buffers = 128MB\n",
    );
    renameUnlessThere(fresh, place.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Removes what a process that was killed while it made a cluster left behind. */
function sweepUnfinished(place: Place): void {
  for (const name of readdirSync(place.base)) {
    const maker = /^postgres\.(\d+)-/.exec(name)?.[1];
    if (maker && commandOf(maker) === undefined)
      rmSync(path.join(place.base, name), { recursive: true, force: true });
  }
}

function startArguments(place: Place, durable: boolean): string[] {
  makeOwnFolder(place.socketDir, place.user);
  const quick = durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
  const log = path.join(place.cluster, "server.log");
  const socket = `-k '${place.socketDir.replaceAll("'", "'\\''")}'`;
  return ["-D", place.cluster, "-l", log, "-w", "-t", "30", "-s", "-o", `${socket}${quick}`, "start"];
}

/** Runs one of the three binaries as the database's user. Returns null when it succeeded, else what it said. */
function run(place: Place, binary: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(path.join(place.bin, binary), args, {
      ...place.user,
      cwd: "/",
      // Quiet, and deaf to the terminal: Ctrl-C is ours to handle.
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += String(chunk);
    });
    child.on("error", (error) => resolve(error.message));
    // "exit", not "close": the server that pg_ctl leaves behind may hold the pipe.
    child.on("exit", (code) =>
      resolve(code === 0 ? null : firstLine(said) || `${binary} ended with ${code}`),
    );
  });
}

function lastLogLine(place: Place): string {
  const log = path.join(place.cluster, "server.log");
  return existsSync(log) ? (readFileSync(log, "utf8").trim().split("\n").at(-1) ?? "") : "it left no log";
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;
const isWrongPassword = (error: unknown): boolean => codeOf(error) === "28P01";

function ignoreDuplicate(error: unknown): void {
  if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
}
