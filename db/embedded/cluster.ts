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

// Runs the programs of the embedded server: initdb creates the cluster, pg_ctl starts and stops the server.

export const DATABASE_USER = "studio";
export const PORT = 5432;
/** How long a server may take to start or stop, in milliseconds. */
export const SERVER_TIMEOUT_MS = 60_000;

/**
 * Stops the server and waits until its pid file is removed. pg_ctl's own wait would continue if another process has
 * started a new server by then.
 */
export async function stopServer(place: EmbeddedLocation): Promise<void> {
  const pid = postmasterPid(place);
  await runBinary(place, "pg_ctl", ["-m", "fast", "-W", "stop"]);
  const deadline = Date.now() + SERVER_TIMEOUT_MS;
  while (pid && postmasterPid(place) === pid && Date.now() < deadline) await delay(10);
  try {
    if (!place.socketDir.startsWith(place.baseDir)) rmdirSync(place.socketDir);
  } catch {
    // A newly started server already uses the folder.
  }
}

/**
 * Removes a stale pid file. After a kill, another process may have the pid in the file (in a restarted container nearly
 * always). PostgreSQL would take that process for a running server and never start.
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

/** The pid of the server from its pid file; undefined without such a file. */
export function postmasterPid(place: EmbeddedLocation): string | undefined {
  try {
    return readFileSync(path.join(place.clusterDir, "postmaster.pid"), "utf8").split("\n", 1)[0];
  } catch {
    return undefined;
  }
}

/** The name of the program that a process runs; undefined if there is no such process. */
function processCommand(pid: string): string | undefined {
  try {
    if (existsSync("/proc/self/comm")) return readFileSync(`/proc/${pid}/comm`, "utf8");
    return spawnSync("ps", ["-p", pid, "-o", "comm="], { encoding: "utf8" }).stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Creates an empty cluster in a temporary folder and moves it into place. If another process was faster, its cluster stays.
 * @throws EmbeddedError when initdb fails
 */
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
      // Some character classification still uses the system's locale. macOS has no C.UTF-8.
      `--lc-ctype=${process.platform === "darwin" ? "UTF-8" : "C.UTF-8"}`,
    ]);
    if (failure !== null) {
      const solution = /could not look up/.test(failure)
        ? "Start as a user that has a name on this system, or set DATABASE_URL to your own server."
        : "Check the free disk space, or set DATABASE_URL to your own server.";
      throw new EmbeddedError(`The embedded database could not be created: ${failure}. ${solution}`);
    }
    // Sockets only: no port conflicts, and no access from other machines.
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

/** An eighth of the machine's memory, between 128 MiB and 1 GiB. The system allocates pages only as they are used. */
const sharedBuffersMb = (): number => Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 8)));

/** Removes the temporary folders of processes that were killed while they created a cluster. */
function removeUnfinishedClusters(place: EmbeddedLocation): void {
  for (const name of readdirSync(place.baseDir)) {
    const creator = /^postgres\.(\d+)-/.exec(name)?.[1];
    if (creator && processCommand(creator) === undefined)
      rmSync(path.join(place.baseDir, name), { recursive: true, force: true });
  }
}

/**
 * Starts the server and waits until it accepts connections.
 * @param durable false only in tests: a crash of the machine may then lose data
 * @returns null on success, else the error output
 */
export function startServer(place: EmbeddedLocation, durable: boolean): Promise<string | null> {
  ensureOwnedDir(place.socketDir, place.user);
  const quick = durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
  const socket = `-k '${place.socketDir.replaceAll("'", "'\\''")}' -p ${PORT}`;
  const options = `${socket}${quick}`;
  return runBinary(place, "pg_ctl", ["-l", "server.log", "-w", "-t", "30", "-s", "-o", options, "start"]);
}

/** Runs one of the three binaries as the database user. Returns null on success, else the first line of its error output. */
function runBinary(place: EmbeddedLocation, binary: string, args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(path.join(place.binDir, binary), args, {
      ...place.user,
      // pg_ctl passes paths to a shell without quotes; with relative paths, it passes none of ours.
      cwd: binary === "pg_ctl" ? place.clusterDir : "/",
      // Not the caller's environment: PGPORT, PGOPTIONS or an unknown LC_ALL would take effect.
      env: {
        PATH: "/usr/bin:/bin",
        PGDATA: place.clusterDir,
      } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv,
      // Detached from the terminal, so that Ctrl-C reaches this process only.
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    let errorOutput = "";
    child.stderr.on("data", (chunk) => {
      errorOutput += String(chunk);
    });
    child.on("error", (error) => resolve(error.message));
    // "exit", not "close": the server that pg_ctl started may keep the pipe open.
    child.on("exit", (code) =>
      resolve(code === 0 ? null : firstLine(errorOutput) || `${binary} exited with code ${code}`),
    );
  });
}

/** The last line of the server's log, for an error message. */
export function lastLogLine(place: EmbeddedLocation): string {
  const log = path.join(place.clusterDir, "server.log");
  return existsSync(log) ? (readFileSync(log, "utf8").trim().split("\n").at(-1) ?? "") : "it wrote no log";
}
