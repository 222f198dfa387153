import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { closeDatabase, openDatabase, pool } from "@/db/client/client";
import { acquireEmbedded, type EmbeddedServer } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/testing/database";
import { type ServerInstance, startInstance } from "@/testing/server-instance";
import { UNLIMITED_RATES } from "@/testing/test-settings";
import { createDataDir } from "../support/server-process";
import { createFaultEnv, type RequestSpec } from "./fault-env";

// A separate PostgreSQL server, because the tests freeze it and fill its disk. Durable, as with npm start.
let data: string;
let server: EmbeddedServer;
let instance: ServerInstance;
let requests: Awaited<ReturnType<typeof createFaultEnv>>["requests"];

beforeAll(async () => {
  await closeDatabase();
  data = await createDataDir();
  server = await acquireEmbedded({ dataDir: data, report: () => {} });
  await migrateDatabase(server.connection, process.cwd());
  openDatabase(server.connection, () => {});
  const env = { ...UNLIMITED_RATES, LOG_LEVEL: "error" };
  instance = await startInstance({ databaseUrl: databaseUrl(), env });
  requests = (await createFaultEnv(instance)).requests;
});

afterAll(async () => {
  await instance?.stop();
  await closeDatabase();
  await server?.release();
  await rm(data, { recursive: true, force: true });
});

/** The size of the pool, and the maximum number of requests for a page of five in one batch (`db/client/batched-query.ts`). */
const CONNECTIONS = 20;
const REQUESTS_PER_BATCH = 6;

/** Longer than any timeout of the server: 35 seconds for a statement, 3 for a connection. */
const TIMEOUT_MS = 60_000;

interface StatusResult {
  status: number;
  retryAfter: string | null;
}

/** @throws if there is no response within a minute */
async function sendRequest({ path, method, headers, body }: RequestSpec, n = 0): Promise<StatusResult> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(instance.origin + path, { method, headers, body: body?.(n), signal });
  await response.arrayBuffer();
  return { status: response.status, retryAfter: response.headers.get("retry-after") };
}
const get = (path: string) => sendRequest({ path, headers: {}, expectedStatus: 200 });
const clusterFolder = async () =>
  (await pool().query("select setting from pg_settings where name = 'data_directory'")).rows[0].setting;
const sendConcurrently = (count: number, kind: RequestSpec = requests.read) =>
  Promise.all(Array.from({ length: count }, () => sendRequest(kind)));

/** Expects that each request was served or rejected with 503 and Retry-After, without other errors. */
function expectServedOrShed(results: StatusResult[]): void {
  for (const { status, retryAfter } of results) {
    expect([200, 201, 503]).toContain(status);
    if (status === 503) expect(retryAfter).toBe("1");
  }
}

/** Expects that the server works again without a restart. */
async function expectRecovery(): Promise<void> {
  await expect.poll(async () => (await get("/readyz")).status, { timeout: TIMEOUT_MS }).toBe(200);
  for (const kind of [requests.read, requests.event, requests.page, requests.data]) {
    expect((await sendRequest(kind, Date.now())).status).toBe(kind.expectedStatus);
  }
}

test("an exhausted connection pool sheds the excess load and serves again once it is free", async () => {
  const holder = await pool().connect();
  // Closing the connection releases the lock.
  onTestFinished(() => holder.release(true));
  await holder.query("begin; lock table api_keys in access exclusive mode");
  const results = sendConcurrently(800);
  const waiting = async () =>
    Number(
      /^studio_database_pool_waiting (\d+)$/m.exec(
        await (await fetch(`${instance.metricsOrigin}/metrics`)).text(),
      )?.[1],
    );
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);
  expect((await get("/healthz")).status).toBe(200);
  expect(await waiting()).toBeLessThanOrEqual(501);
  // Pages return 503 as well.
  await expect.poll(async () => (await get("/readyz")).status, { timeout: 20_000 }).toBe(503);
  const pageResults = [
    ...(await sendConcurrently(10, requests.page)),
    ...(await sendConcurrently(10, requests.data)),
  ];
  expect(pageResults.every(({ status }) => status === 503)).toBe(true);
  expectServedOrShed(pageResults);
  // A request waits at most three seconds for a connection, so the queue empties while the table is still locked.
  await expect.poll(waiting, { timeout: TIMEOUT_MS }).toBe(0);
  await holder.query("rollback");
  expectServedOrShed(await results);
  const served = (await results).filter(({ status }) => status === 200);
  expect(served.length).toBeLessThanOrEqual(CONNECTIONS * REQUESTS_PER_BATCH);
  await expectRecovery();
});

test("a frozen database returns 503 within the time limits, /healthz responds, and the server recovers", async () => {
  const { rows } = await pool().query<{ pid: number }>(
    "select pid from pg_stat_activity where backend_type = 'client backend'",
  );
  const [postmaster] = readFileSync(path.join(await clusterFolder(), "postmaster.pid"), "utf8").split("\n");
  const pids = [Number(postmaster), ...rows.map(({ pid }) => pid)];
  const signal = (name: "SIGSTOP" | "SIGCONT") => {
    for (const pid of pids) process.kill(pid, name);
  };
  signal("SIGSTOP");
  try {
    const results = sendConcurrently(600);
    expect((await get("/healthz")).status).toBe(200);
    // A successful check is cached for half a second.
    await expect.poll(async () => (await get("/readyz")).status, { timeout: TIMEOUT_MS }).toBe(503);
    const pages = [
      ...(await sendConcurrently(20, requests.page)),
      ...(await sendConcurrently(20, requests.data)),
    ];
    expect(pages.every(({ status }) => status === 503)).toBe(true);
    expectServedOrShed(pages);
    const all = await results;
    expectServedOrShed(all);
    expect(all.every(({ status }) => status === 503)).toBe(true);
  } finally {
    signal("SIGCONT");
  }
  await expectRecovery();
});

const canMount = process.getuid?.() === 0 && process.platform === "linux";

/** Fills a tablespace on a small file system. */
async function fillDisk(): Promise<void> {
  await pool().query("create table filler (bytes text) tablespace small");
  await pool().query("alter table filler alter bytes set storage external");
  for (;;) await pool().query("insert into filler select repeat('x', 8000) from generate_series(1, 50)");
}

// Simulates a full disk with a small file system, which only root can mount.
test.skipIf(!canMount)(
  "a full disk rejects writes with 503, serves reads, and recovers once there is space",
  async () => {
    const disk = path.join(data, "small-disk");
    await mkdir(disk);
    const { uid, gid } = statSync(await clusterFolder());
    const options = `size=24m,uid=${uid},gid=${gid},mode=700`;
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk], { encoding: "utf8" });
    expect(mounted.stderr).toBe("");
    onTestFinished(() => void spawnSync("umount", ["-l", disk]));
    await pool().query(`create tablespace small location '${disk}'`);
    try {
      await pool().query("alter table external_events set tablespace small");
      await expect(fillDisk()).rejects.toThrow(/No space left/);
      // Pages with free space still take a few writes.
      const long = { ...requests.event, body: (n: number) => `{"n":${n},"long":"${"y".repeat(2000)}"}` };
      const results: StatusResult[] = [];
      while (results.at(-1)?.status !== 503) {
        results.push(await sendRequest(long, results.length));
        expect(results.length).toBeLessThan(1000);
      }
      expectServedOrShed(results);
      expect((await get("/healthz")).status).toBe(200);
      expect((await sendRequest(requests.read)).status).toBe(200);
      await pool().query("drop table filler");
      await expectRecovery();
    } finally {
      await pool().query("drop table if exists filler");
      await pool().query("alter table external_events set tablespace pg_default");
      await pool().query("drop tablespace small");
    }
  },
);

test("page requests beyond capacity are served or receive 503 with Retry-After", async () => {
  const results = await Promise.all([
    sendConcurrently(300, requests.page),
    sendConcurrently(100, requests.data),
  ]);
  expectServedOrShed(results.flat());
  const shed = results.flat().filter(({ status }) => status === 503).length;
  expect(shed).toBeGreaterThan(0);
  expect(shed).toBeLessThan(400);
  await expectRecovery();
});

test("10,000 idle connections do not block other clients", async () => {
  const { hostname, port } = new URL(instance.origin);
  const sockets: Socket[] = [];
  let broken = 0;
  try {
    for (let opened = 0; opened < 10_000; opened += 250) {
      const some = Array.from({ length: 250 }, () => connect(Number(port), hostname));
      sockets.push(...some);
      for (const socket of some) socket.on("error", () => broken++);
      await Promise.all(some.map((socket) => once(socket, "connect")));
    }
    expect((await get("/healthz")).status).toBe(200);
    expect((await sendConcurrently(50)).every(({ status }) => status === 200)).toBe(true);
    expect(broken).toBe(0);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  await expectRecovery();
});
