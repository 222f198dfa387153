import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, openSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client, type QueryResultRow } from "pg";
import { databaseUser, ensureOwnedDir } from "@/db/embedded/location";

// PostgreSQL clusters that tests can kill. Debian's postgresql-15 has the tools that the embedded packages lack (pg_basebackup,
// pg_dump), and it is the oldest supported version.

/** The folder of its programs. */
export const POSTGRES_15_BIN_DIR = "/usr/lib/postgresql/15/bin";
const TIMEOUT_MS = 60_000;
const PASSWORD = "only tests know it";

/** Fills a cluster's data folder: with an empty cluster, or from a backup. */
type InitDataDir = (data: string) => Promise<void>;

/** A PostgreSQL 15 server for one test, on a loopback port, in a temporary folder. */
export class TestCluster {
  readonly port: number;
  readonly #folder: string;
  readonly #data: string;
  #server: ChildProcess | undefined;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#data = path.join(folder, "data");
    this.port = port;
  }

  /**
   * Starts a cluster with an empty database `studio`, owned by a role of that name without superuser privileges. The superuser is
   * `postgres`; the role `health` only checks whether the server is the primary.
   * @param prepare changes the files before the first start
   */
  static async create(port: number, prepare: InitDataDir = async () => {}): Promise<TestCluster> {
    const cluster = await TestCluster.createFrom(port, async (data) => {
      await runTool("initdb", [
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
      ]);
      appendFileSync(path.join(data, "postgresql.conf"), "listen_addresses = '127.0.0.1'\n");
      appendFileSync(path.join(data, "postgresql.conf"), "unix_socket_directories = ''\n");
      await prepare(data);
    });
    await cluster.queryAsSuperuser("create role health login");
    await cluster.queryAsSuperuser(`create role studio login password '${PASSWORD}'`);
    await cluster.queryAsSuperuser("create database studio owner studio");
    return cluster;
  }

  /** Starts a cluster with the files that `fill` puts into a new folder. */
  static async createFrom(port: number, fill: InitDataDir): Promise<TestCluster> {
    const folder = await mkdtemp(path.join(tmpdir(), "agent-studio-cluster-"));
    await chmod(folder, 0o755);
    const cluster = new TestCluster(folder, port);
    ensureOwnedDir(cluster.#data, databaseUser());
    await fill(cluster.#data);
    await cluster.start();
    return cluster;
  }

  /** The URL of the database `studio` for its owner, over a local port. */
  url(port = this.port): string {
    return `postgres://studio:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/studio`;
  }

  /** The URL for the superuser. */
  adminUrl(database = "postgres"): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server and waits until it accepts connections, after crash recovery if necessary. */
  async start(): Promise<void> {
    const log = path.join(this.#folder, "server.log");
    const output = openSync(log, "a");
    const server = spawn(
      path.join(POSTGRES_15_BIN_DIR, "postgres"),
      ["-D", this.#data, "-p", String(this.port)],
      {
        ...databaseUser(),
        cwd: "/",
        stdio: ["ignore", output, output],
      },
    );
    this.#server = server;
    const deadline = Date.now() + TIMEOUT_MS;
    for (;;) {
      try {
        await this.queryAsSuperuser("select");
        return;
      } catch (cause) {
        if (server.exitCode !== null || Date.now() > deadline) {
          throw new Error(`PostgreSQL does not start: ${readFileSync(log, "utf8").slice(-2000)}`, { cause });
        }
        await delay(50);
      }
    }
  }

  /** Stops the server cleanly. */
  async stop(): Promise<void> {
    await this.#terminate((server) => server.kill("SIGINT"));
  }

  /** Moves the write-ahead log to another folder, as an operator moves it to its own disk. */
  async moveWalTo(folder: string): Promise<void> {
    await this.stop();
    const [from, to] = [path.join(this.#data, "pg_wal"), path.join(folder, "pg_wal")];
    await promisify(execFile)("mv", [from, to]);
    await symlink(to, from);
    await this.start();
  }

  /** The server's log so far. */
  log(): string {
    return readFileSync(path.join(this.#folder, "server.log"), "utf8");
  }

  /** Kills the server if it is running, and starts it. */
  async restart(): Promise<void> {
    if (this.#isRunning) await this.kill();
    await this.start();
  }

  get #isRunning(): boolean {
    return this.#server?.exitCode === null && this.#server.signalCode === null;
  }

  /** Kills all processes of the server with SIGKILL. Each of them is its own process group. */
  async kill(): Promise<void> {
    let children: string[] = [];
    await this.#terminate((server) => {
      // Stop it first, so that it cannot start a process that is not in the list.
      server.kill("SIGSTOP");
      const listed = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
      children = listed.split(" ").filter(Boolean);
      server.kill("SIGKILL");
      for (const pid of children) signal(Number(pid), "SIGKILL");
    });
    // PostgreSQL does not start again until all of them have released their shared memory.
    await waitUntil(async () => children.every(hasEnded));
  }

  /** Stops the server and removes its files. */
  async remove(): Promise<void> {
    if (this.#isRunning) await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Starts a standby that replicates this server under the given name. */
  async standby(port: number, name: string): Promise<TestCluster> {
    return TestCluster.createFrom(port, async (data) => {
      const source = `${this.adminUrl()}?application_name=${name}`;
      await runTool("pg_basebackup", ["-D", data, "-d", source, "-R", "-c", "fast"]);
    });
  }

  /** Requires that the standby has written a commit to disk before it is acknowledged. */
  async enableSynchronousReplication(standby: string): Promise<void> {
    await this.queryAsSuperuser(`alter system set synchronous_standby_names = '${standby}'`);
    await this.queryAsSuperuser("select pg_reload_conf()");
    await waitUntil(async () => {
      const [row] = await this.queryAsSuperuser<{ sync: boolean }>(
        "select exists (select from pg_stat_replication where sync_state = 'sync') as sync",
      );
      return row?.sync ?? false;
    });
  }

  /** Promotes this standby to primary. */
  async promote(): Promise<void> {
    await this.queryAsSuperuser("select pg_promote()");
  }

  /** Freezes (SIGSTOP) or resumes (SIGCONT) the process that receives a standby's replication stream. */
  async signalWalReceiver(sent: "SIGSTOP" | "SIGCONT"): Promise<void> {
    const [row] = await this.queryAsSuperuser<{ pid: number }>("select pid from pg_stat_wal_receiver");
    if (!row) throw new Error("This server is not a standby.");
    signal(row.pid, sent);
  }

  /** Runs a statement as the superuser. */
  async queryAsSuperuser<R extends QueryResultRow>(text: string, database = "postgres"): Promise<R[]> {
    const client = new Client({ connectionString: this.adminUrl(database), connectionTimeoutMillis: 5000 });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** @returns true if the database's owner can connect over the local port */
  async isReachableOn(port: number): Promise<boolean> {
    const client = new Client({ connectionString: this.url(port), connectionTimeoutMillis: 5000 });
    client.on("error", () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  }

  /** Runs a statement as the superuser in the database `studio`. */
  queryStudio<R extends QueryResultRow>(text: string): Promise<R[]> {
    return this.queryAsSuperuser<R>(text, "studio");
  }

  async #terminate(send: (server: ChildProcess) => void): Promise<void> {
    const server = this.#server;
    if (!server) throw new Error("The server was never started.");
    const ended = once(server, "exit");
    send(server);
    await ended;
  }
}

/** Runs a PostgreSQL tool as the database user. */
async function runTool(name: string, args: string[]): Promise<void> {
  await promisify(execFile)(path.join(POSTGRES_15_BIN_DIR, name), args, { ...databaseUser(), cwd: "/" });
}

/** Sends a signal to a process, and ignores that it no longer exists. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** @returns true if a process has exited, including zombies that are not reaped yet */
function hasEnded(pid: string): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}

/** Polls until a condition is true. */
async function waitUntil(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("The condition was not met within a minute.");
    await delay(50);
  }
}
