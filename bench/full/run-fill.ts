import { Client } from "pg";
import { acquireEmbedded } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { fill } from "./fill";
import { FULL, SMALL } from "./sizes";

// npm run bench:fill: fills the full and the small database in a separate embedded PostgreSQL.
const dataDir = process.env.STUDIO_DATA ?? ".data-full";
const server = await acquireEmbedded({ dataDir, report: console.log });
try {
  const startedAt = Date.now();
  const { connection } = server;
  const owner = new Client(connection);
  await owner.connect();
  await owner.query("create database small");
  await owner.end();
  for (const [database, sizes] of [
    ["small", SMALL],
    [connection.database, FULL],
  ] as const) {
    console.log(`── ${database}`);
    await migrateDatabase({ ...connection, database }, process.cwd());
    const client = new Client({ ...connection, database });
    await client.connect();
    await fill(client, sizes, console.log);
    await client.end();
  }
  console.log(`Filled in ${((Date.now() - startedAt) / 60_000).toFixed(1)} minutes.`);
} finally {
  await server.release();
}
