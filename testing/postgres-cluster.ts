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

// Clusters to be killed: of Debian's postgresql-15, which has what the embedded packages lack (pg_basebackup, pg_dump)
// and is the oldest version that is promised.

/** Where its programs are. */
export const POSTGRES_15_BIN_DIR = "/usr/lib/postgresql/15/bin";
const TIMEOUT_MS = 60_000;
const PASSWORD = "only tests know it";

/** How a cluster's files come about: made empty, or restored by whoever calls. */
type InitDataDir = (data: string) => Promise<void>;

/** A PostgreSQL 15 server of a test's own, on a port of the loopback, in a folder that goes with it. */
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
   * A running cluster with an empty database `studio`, owned by a role of that name who is no superuser. The
   * superuser is `postgres`; the role `health` may only look whether the server is the primary.
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

  /** A running cluster of the files that `fill` puts into a fresh folder. */
  static async createFrom(port: number, fill: InitDataDir): Promise<TestCluster> {
    const folder = await mkdtemp(path.join(tmpdir(), "agent-studio-cluster-"));
    await chmod(folder, 0o755);
    const cluster = new TestCluster(folder, port);
    ensureOwnedDir(cluster.#data, databaseUser());
    await fill(cluster.#data);
    await cluster.start();
    return cluster;
  }

  /** The address of the database `studio`, as its owner, through a port of this machine. */
  url(port = this.port): string {
    return `postgres://studio:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/studio`;
  }

  /** The address for the superuser. */
  adminUrl(database = "postgres"): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server and waits until it lets people in, recovered from whatever has happened to it. */
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

  /** Stops the server as an operator does; what it acknowledged is on disk. */
  async stop(): Promise<void> {
    await this.#terminate((server) => server.kill("SIGINT"));
  }

  /** Gives the write-ahead log a place of its own in another folder, as an operator gives it a disk. */
  async moveWalTo(folder: string): Promise<void> {
    await this.stop();
    const [here, there] = [path.join(this.#data, "pg_wal"), path.join(folder, "pg_wal")];
    await promisify(execFile)("mv", [here, there]);
    await symlink(there, here);
    await this.start();
  }

  /** What the server has logged so far. */
  log(): string {
    return readFileSync(path.join(this.#folder, "server.log"), "utf8");
  }

  /** Starts the server anew, in whatever state it is. */
  async restart(): Promise<void> {
    if (this.#isRunning) await this.kill();
    await this.start();
  }

  get #isRunning(): boolean {
    return this.#server?.exitCode === null && this.#server.signalCode === null;
  }

  /** Ends every process of the server at once with SIGKILL. Each is a process group of its own. */
  async kill(): Promise<void> {
    let children: string[] = [];
    await this.#terminate((server) => {
      // Stopped first, so that it begets no child that nobody counts.
      server.kill("SIGSTOP");
      const listed = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
      children = listed.split(" ").filter(Boolean);
      server.kill("SIGKILL");
      for (const pid of children) signal(Number(pid), "SIGKILL");
    });
    // While one of them still lets go of its memory, no other server starts in its place.
    await waitUntil(async () => children.every(hasEnded));
  }

  /** Stops the server and removes its files. */
  async remove(): Promise<void> {
    if (this.#isRunning) await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** A running standby that follows this server under the given name. */
  async standby(port: number, name: string): Promise<TestCluster> {
    return TestCluster.createFrom(port, async (data) => {
      const source = `${this.adminUrl()}?application_name=${name}`;
      await runTool("pg_basebackup", ["-D", data, "-d", source, "-R", "-c", "fast"]);
    });
  }

  /** From now on a commit is acknowledged when that standby has it on disk, too. */
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

  /** Makes a standby the primary. */
  async promote(): Promise<void> {
    await this.queryAsSuperuser("select pg_promote()");
  }

  /** Freezes (SIGSTOP) or thaws (SIGCONT) the process through which a standby is told what happens. */
  async signalWalReceiver(sent: "SIGSTOP" | "SIGCONT"): Promise<void> {
    const [row] = await this.queryAsSuperuser<{ pid: number }>("select pid from pg_stat_wal_receiver");
    if (!row) throw new Error("This server follows nobody.");
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

  /** Whether the database answers its owner through that port of this machine. */
  async isReachableOn(port: number): Promise<boolean> {
    const client = new Client({ connectionString: this.url(port), connectionTimeoutMillis: 5000 });
    client.on("error", () => {});
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  }

  /** Runs a statement on the product's tables. */
  queryStudio<R extends QueryResultRow>(text: string): Promise<R[]> {
    return this.queryAsSuperuser<R>(text, "studio");
  }

  async #terminate(how: (server: ChildProcess) => void): Promise<void> {
    const server = this.#server;
    if (!server) throw new Error("This server was never started.");
    const ended = once(server, "exit");
    how(server);
    await ended;
  }
}

/** Runs one of the version's tools to its end, as the database's user. */
async function runTool(name: string, args: string[]): Promise<void> {
  await promisify(execFile)(path.join(POSTGRES_15_BIN_DIR, name), args, { ...databaseUser(), cwd: "/" });
}

/** Signals a process; one that is gone already is fine. */
function signal(pid: number, sent: NodeJS.Signals): void {
  try {
    process.kill(pid, sent);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Whether a process is gone, or dead and only not yet buried. */
function hasEnded(pid: string): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return true;
  }
}

/** Waits until something is so. */
async function waitUntil(so: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await so())) {
    if (Date.now() > deadline) throw new Error("It did not come about within a minute.");
    await delay(50);
  }
}
