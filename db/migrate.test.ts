import { expect, test } from "vitest";
import { dedicatedClient, pool } from "./client/client";
import { migrateDatabase } from "./migrate";

const INDEX = "conversations_by_workspace";

const indexExists = async () =>
  (await pool().query("select from pg_class where relname = $1", [INDEX])).rows.length > 0;

test("drops an obsolete index once no query uses it, and no start waits for that", async () => {
  expect(await indexExists()).toBe(false);
  const reader = dedicatedClient();
  const { host, port, user, password, database } = reader;
  const migrate = () =>
    migrateDatabase({ host, port, user, password: password ?? undefined, database }, process.cwd());
  await pool().query(`create index ${INDEX} on conversations (workspace_id, started_at)`);
  await reader.connect();
  try {
    await reader.query("begin");
    await reader.query("select from conversations limit 1");
    await migrate();
    expect(await indexExists()).toBe(true);
  } finally {
    await reader.end();
  }
  await migrate();
  expect(await indexExists()).toBe(false);
});
