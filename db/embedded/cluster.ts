import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { totalmem } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EmbeddedError, type EmbeddedLocation, ensureOwnedDir, firstLine, moveIfAbsent } from "./location";

// The processes behind the embedded server: initdb, pg_ctl, and the server that they leave running.

export const DATABASE_USER = "studio";
export const PORT = 5432;
/** How long a server may take to start or stop. */
export const SERVER_TIMEOUT_MS = 60_000;

/**
 * Stops the server and waits until it has given up its pid file. pg_ctl's own waiting would go on for a successor that
 * somebody else has started in the meantime.
 */
export async function stopServer(place: EmbeddedLocation): Promise<void> {
  const pid = postmasterPid(place);
  await runBinary(place, "pg_ctl", ["-m", "fast", "-W", "stop"]);
  const deadline = Date.now() + SERVER_TIMEOUT_MS;
  while (pid && postmasterPid(place) === pid && Date.now() < deadline) await delay(10);
  try {
    if (!place.socketDir.startsWith(place.baseDir)) rmdirSync(place.socketDir);
  } catch {
    // A successor uses it already.
  }
}

/**
 * After a kill, the number in a left-over pid file may be somebody else's by now, in a restarted container nearly always.
 * PostgreSQL then takes that process for its server and never starts.
 */
export function removeStalePid(place: EmbeddedLocation): void {
  const pid = postmasterPid(place);
  const command = pid && processCommand(pid);
  if (!command || command.includes("postgres")) return;
  for (const file of [
    path.join(place.clusterDir, "postmaster.pid"),
    path.join(place.socketDir, `.s.PGSQL.${PORT}.lock`),
  ]) {
    rmSync(file, { force: true });
  }
}

/** The process of the server, as far as it left a note of it. */
export function postmasterPid(place: EmbeddedLocation): string | undefined {
  try {
    return readFileSync(path.join(place.clusterDir, "postmaster.pid"), "utf8").split("\n", 1)[0];
  } catch {
    return undefined;
  }
}

/** What a process runs; undefined when there is none. */
function processCommand(pid: string): string | undefined {
  try {
    if (existsSync("/proc/self/comm")) return readFileSync(`/proc/${pid}/comm`, "utf8");
    return spawnSync("ps", ["-p", pid, "-o", "comm="], { encoding: "utf8" }).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Makes an empty cluster in a folder beside its place and moves it there; whoever was faster stays. */
export async function createCluster(place: EmbeddedLocation, password: string): Promise<void> {
  removeUnfinishedClusters(place);
  const fresh = `${place.clusterDir}.${process.pid}-${randomBytes(4).toString("hex")}`;
  ensureOwnedDir(fresh, place.user);
  const passwordFile = `${fresh}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    const failure = await runBinary(place, "initdb", [
      ...["-D", fresh, "-U", DATABASE_USER, "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
      ...["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "-E", "UTF8", "--locale=C"],
      // What decides about letters where PostgreSQL still asks the system, which on macOS knows no C.UTF-8.
      `--lc-ctype=${process.platform === "darwin" ? "UTF-8" : "C.UTF-8"}`,
    ]);
    if (failure !== null) {
      const wayOut = /could not look up/.test(failure)
        ? "Start as a user whom the system knows by name, or set DATABASE_URL to a server of your own."
        : "Check the space left on the disk, or set DATABASE_URL to a server of your own.";
      throw new EmbeddedError(`The embedded database could not be made: ${failure}. ${wayOut}`);
    }
    // Sockets only: no port to collide with, nothing that another machine could reach.
    appendFileSync(
      path.join(fresh, "postgresql.conf"),
      `\nlisten_addresses = ''\njit = off\nmax_connections = 100\nshared_buffers = ${sharedBuffersMb()}MB\n`,
    );
    moveIfAbsent(fresh, place.clusterDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** An eighth of the machine's memory for pages, within reason. What is not used is not taken. */
const sharedBuffersMb = (): number => Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 8)));

/** Removes what a process that was killed while it made a cluster left behind. */
function removeUnfinishedClusters(place: EmbeddedLocation): void {
  for (const name of readdirSync(place.baseDir)) {
    const maker = /^postgres\.(\d+)-/.exec(name)?.[1];
    if (maker && processCommand(maker) === undefined)
      rmSync(path.join(place.baseDir, name), { recursive: true, force: true });
  }
}

/**
 * Starts the server and waits until it answers. Null when it does, else what was said.
 * @param durable false only for tests: a crash of the machine may then lose data
 */
export function startServer(place: EmbeddedLocation, durable: boolean): Promise<string | null> {
  ensureOwnedDir(place.socketDir, place.user);
  const quick = durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
  const socket = `-k '${place.socketDir.replaceAll("'", "'\\''")}' -p ${PORT}`;
  const options = `${socket}${quick}`;
  return runBinary(place, "pg_ctl", ["-l", "server.log", "-w", "-t", "30", "-s", "-o", options, "start"]);
}

/** Runs one of the three binaries as the database's user. Returns null when it succeeded, else what it said. */
function runBinary(place: EmbeddedLocation, binary: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(path.join(place.binDir, binary), args, {
      ...place.user,
      // pg_ctl hands paths to a shell unquoted; this way it has none of ours to hand on.
      cwd: binary === "pg_ctl" ? place.clusterDir : "/",
      // Nothing of the caller's: PGPORT, PGOPTIONS or an unknown LC_ALL would be minded.
      env: {
        PATH: "/usr/bin:/bin",
        PGDATA: place.clusterDir,
      } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv,
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

/** What the server said last. */
export function lastLogLine(place: EmbeddedLocation): string {
  const log = path.join(place.clusterDir, "server.log");
  return existsSync(log) ? (readFileSync(log, "utf8").trim().split("\n").at(-1) ?? "") : "it left no log";
}
