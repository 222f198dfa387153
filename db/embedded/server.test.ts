import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { acquireEmbedded, type EmbeddedServer } from "./server";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function createTempDir(...deeper: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-embedded-"));
  // mkdtemp creates it for its owner only; the database user must be able to enter it.
  chmodSync(folder, 0o755);
  folders.push(folder);
  return path.join(folder, ...deeper);
}

const acquire = (dataDir: string) => acquireEmbedded({ dataDir, report: () => {}, durable: false });

async function query<T extends object>(server: EmbeddedServer, text: string): Promise<T[]> {
  const client = new Client(server.connection);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const isReachable = (server: EmbeddedServer) =>
  query(server, "select 1").then(
    () => true,
    () => false,
  );

test("processes share one server, and the last one to release it stops it", async () => {
  const folder = createTempDir();
  const [first, second, third] = await Promise.all([acquire(folder), acquire(folder), acquire(folder)]);
  await query(first, "create table kept as select 'Żurek' as name");
  await Promise.all([first.release(), second.release()]);
  expect(await query(third, "select lower(name) as name from kept")).toEqual([{ name: "żurek" }]);
  await third.release();
  expect(await isReachable(third)).toBe(false);
  const again = await acquire(folder);
  expect(await query(again, "select name from kept")).toEqual([{ name: "Żurek" }]);
  await again.release();
});

test("acquiring the server while another process releases it never fails", async () => {
  const folder = createTempDir();
  let current = await acquire(folder);
  for (let round = 0; round < 5; round++) {
    const [next] = await Promise.all([acquire(folder), current.release()]);
    expect(await isReachable(next)).toBe(true);
    current = next;
  }
  await current.release();
});

test("restarts a killed database with all committed data", async () => {
  const folder = createTempDir();
  const server = await acquireEmbedded({ dataDir: folder, report: () => {} });
  await query(server, "create table kept as select 1 as one");
  process.kill(postmasterPid(folder), "SIGKILL");
  await expect.poll(() => isReachable(server), { timeout: 30_000 }).toBe(true);
  expect(await query(server, "select one from kept")).toEqual([{ one: 1 }]);
  await server.release();
});

test("another process can acquire and stop the server after its owner was killed", async () => {
  const folder = createTempDir();
  const script = `import { acquireEmbedded } from ${JSON.stringify(path.resolve("db/embedded/server.ts"))};
    await acquireEmbedded({ dataDir: ${JSON.stringify(folder)}, report: () => {}, durable: false });
    console.log("acquired");`;
  const holder = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  const server = await acquire(folder);
  expect(await isReachable(server)).toBe(true);
  await server.release();
  expect(await isReachable(server)).toBe(false);
});

test("works in a folder whose path is too long for a Unix socket", async () => {
  const server = await acquire(createTempDir("a-folder-with-a-long-name".repeat(3), "and-another".repeat(5)));
  expect(await isReachable(server)).toBe(true);
  await server.release();
});

// Only root has folders that the database user cannot enter.
test.runIf(process.getuid?.() === 0)(
  "moves the data of a folder that only root can enter to a folder that the database user can reach",
  async () => {
    const folder = createTempDir("data");
    chmodSync(path.dirname(folder), 0o700);
    const server = await acquire(folder);
    expect(await isReachable(server)).toBe(true);
    await server.release();
    const location = readFileSync(path.join(folder, "database-location"), "utf8").trim();
    expect(existsSync(path.join(location, "postgres/PG_VERSION"))).toBe(true);
    rmSync(location, { recursive: true });
  },
);

function postmasterPid(folder: string): number {
  return Number(readFileSync(path.join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}
