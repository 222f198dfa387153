import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { acquireEmbedded, type EmbeddedServer } from "./embedded";
import { migrateDatabase } from "./migrate";

/** The databases of tests: one template, migrated once a run, and a clone of it for every test file. */
const TEMPLATE = "studio_template";

const dataDir = (): string => path.join(tmpdir(), `agent-studio-test-${process.getuid?.() ?? "user"}`);

async function asOwner(server: EmbeddedServer, statements: string[]): Promise<void> {
  const client = new Client({ ...server.connection, database: "postgres" });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Starts the test server and makes the template. Call once before all workers; the answer ends it. */
export async function startTestServer(projectRoot: string): Promise<() => Promise<void>> {
  const server = await acquireEmbedded({ dataDir: dataDir(), report: () => {}, durable: false });
  await asOwner(server, [`drop database if exists ${TEMPLATE}`, `create database ${TEMPLATE}`]);
  await migrateDatabase({ ...server.connection, database: TEMPLATE }, projectRoot);
  return () => server.release();
}

/** A fresh, migrated database. `drop` it when done. */
export async function cloneTemplate(): Promise<{
  connection: EmbeddedServer["connection"];
  drop: () => Promise<void>;
}> {
  const server = await acquireEmbedded({ dataDir: dataDir(), report: () => {}, durable: false });
  const database = `test_${randomBytes(8).toString("hex")}`;
  await asOwner(server, [`create database ${database} template ${TEMPLATE}`]);
  return {
    connection: { ...server.connection, database },
    drop: async () => {
      await asOwner(server, [`drop database ${database} with (force)`]);
      await server.release();
    },
  };
}
