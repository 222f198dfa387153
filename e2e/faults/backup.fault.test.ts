import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase } from "@/db/client/client";
import { databaseUser, ensureOwnedDir } from "@/db/embedded/location";
import { migrateDatabase } from "@/db/migrate";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { createEmbeddedDatabase } from "@/testing/database";
import { makeKey, seedConversations } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { POSTGRES_15_BIN_DIR, TestCluster } from "@/testing/postgres-cluster";
import { startInstance } from "@/testing/server-instance";
import { TEST_AUTH_SECRET } from "@/testing/test-settings";
import { seedWorkspace, UNLIMITED_ENV } from "./crash-env";

// Creates and restores backups with the commands in docs/operations.md.

const [, section = ""] =
  /## Backup and restore\n([\s\S]*?)\n## /.exec(readFileSync("docs/operations.md", "utf8")) ?? [];
const documentedCommands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, command = ""]) => command);
const [dump, restoreDump, base, restoreBase, copy, restoreCopy, exportAudit, reconcile] = documentedCommands;

const folder = mkdtempSync(path.join(tmpdir(), "agent-studio-backup-"));
chmodSync(folder, 0o755);
const backup = path.join(folder, "backup");

let cluster: TestCluster;
beforeAll(async () => {
  ensureOwnedDir(backup, databaseUser());
  cluster = await TestCluster.create(await freePort());
  await migrateDatabase({ connectionString: cluster.url() }, process.cwd());
});
afterAll(async () => {
  await closeDatabase();
  await cluster?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a documented command as the current user, or as the database user. */
async function run(command: string | undefined, env: Record<string, string>, user = {}) {
  const { PATH, HOME, TMPDIR } = process.env;
  const given = {
    PATH: `${POSTGRES_15_BIN_DIR}:${PATH}`,
    HOME,
    NODE_ENV: "production" as const,
    ...(TMPDIR ? { TMPDIR } : {}),
    BACKUP: backup,
    ...env,
  };
  return promisify(execFile)("sh", ["-euc", command ?? "false"], { env: given, ...user });
}

/** The number of rows and a hash of the content of each table. */
async function tableContents(of: TestCluster): Promise<string[]> {
  const tables = await of.queryStudio<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname in ('public', 'drizzle') order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const [row] = await of.queryStudio<{ hash: string; rows: number }>(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as hash, count(*)::int as rows from ${name} t`,
    );
    lines.push(`${name}: ${row?.rows} rows, ${row?.hash}`);
  }
  return lines;
}

test("a dump restores completely, and a key deleted after it is found through the audit export and deleted again", async () => {
  const { actor, agent } = await seedWorkspace(cluster.url());
  await seedConversations(actor, agent.id, [
    { id: "kept", turns: [{ user_input: "hello", agent_response: "hi" }] },
  ]);
  const kept = await makeKey(actor, { name: "kept" });
  const deleted = await makeKey(actor, { name: "deleted" });
  const before = await tableContents(cluster);
  const env = { DATABASE_URL: cluster.url(), AUTH_SECRET: TEST_AUTH_SECRET, WORKSPACE: actor.slug };
  await run(dump, env, databaseUser());

  await deleteApiKey(actor, { id: deleted.key.id });
  // Export the audit before the database is lost.
  await run(exportAudit, { ...env, BACKUP: folder });
  await closeDatabase();
  await cluster.queryAsSuperuser("drop database studio with (force)");
  await cluster.queryAsSuperuser("create database studio owner studio");
  await run(restoreDump, env, databaseUser());
  expect(await tableContents(cluster)).toEqual(before);

  const listed = await run(reconcile?.replace("--delete", "--json"), { ...env, BACKUP: folder }).catch(
    (error: { code: number; stdout: string }) => error,
  );
  expect(listed).toMatchObject({ code: 1 });
  expect(JSON.parse(listed.stdout).revived).toMatchObject([{ id: deleted.key.id, name: "deleted" }]);
  await run(reconcile, { ...env, BACKUP: folder });
  const instance = await startInstance({ databaseUrl: cluster.url(), env: UNLIMITED_ENV });
  const call = async (key: string) => {
    const response = await fetch(`${instance.origin}/v3/${actor.slug}/${agent.slug}/conversations`, {
      headers: { "x-api-key": key },
    });
    return [response.status, (await response.text()).includes('"id":"kept"')];
  };
  expect(await call(deleted.secret)).toEqual([401, false]);
  expect(await call(kept.secret)).toEqual([200, true]);
  expect(await instance.stop()).toBe(0);
});

test("a base backup restores everything that was committed before it", async () => {
  const { actor } = await seedWorkspace(cluster.url());
  await makeKey(actor, { name: "before the base backup" });
  const before = await tableContents(cluster);
  await run(base, { ADMIN_URL: cluster.adminUrl() }, databaseUser());
  await makeKey(actor, { name: "after the base backup" });
  await closeDatabase();
  expect(await tableContents(cluster)).not.toEqual(before);
  const restored = await TestCluster.createFrom(await freePort(), async (data) => {
    await run(restoreBase, { PGDATA: data }, databaseUser());
  });
  expect(await tableContents(restored)).toEqual(before);
  await restored.remove();
});

test("a copy of the stopped embedded database restores that database", async () => {
  const env = { STUDIO_DATA: path.join(folder, "studio") };
  const studio = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, ["bin/studio.mjs", ...args, "--json"], {
      env: { ...process.env, ...env },
    });
    return JSON.parse(stdout);
  };
  const names = async () =>
    (await studio("key", "list", "--workspace", "acme")).keys.map(({ name }: { name: string }) => name);
  const make = ["key", "create", "--workspace", "acme", "--agents", "all", "--permissions", "handoff"];
  const release = await createEmbeddedDatabase(env.STUDIO_DATA);
  await release();
  await studio("workspace", "create", "--name", "Acme");
  await studio(...make, "--expires", "1d", "--name", "before");
  // The last command stopped the database.
  await run(copy, { ...env, BACKUP: folder });
  await studio(...make, "--expires", "1d", "--name", "after");
  expect(await names()).toEqual(["after", "before"]);
  await run(restoreCopy, { ...env, BACKUP: folder });
  expect(await names()).toEqual(["before"]);
});
