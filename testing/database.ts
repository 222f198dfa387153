import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { dedicatedClient, pool } from "@/db/client/client";
import { acquireEmbedded, type EmbeddedServer } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { DAY_MS } from "@/lib/core/durations";

// The databases of tests: one migrated template, and a clone of it for every test file. The server and the template
// stay from run to run, and runs side by side share them.

/** Runs that begin together make the template one after the other, behind this advisory lock. */
const TEMPLATE_LOCK_ID = 7_352_013;

const acquireTestServer = (): Promise<EmbeddedServer> =>
  acquireEmbedded({
    dataDir: path.join(tmpdir(), `agent-studio-test-${process.getuid?.() ?? "user"}`),
    report: () => {},
    durable: false,
  });

/** Named by what is in it, so that a changed migration makes another. */
function templateName(projectRoot: string): string {
  const folder = path.join(projectRoot, "db/migrations");
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".sql"))) {
    hash.update(`${file}\0`).update(readFileSync(path.join(folder, file)));
  }
  return `template_${hash.digest("hex").slice(0, 16)}`;
}

async function withAdminClient(
  server: EmbeddedServer,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ ...server.connection, database: "postgres" });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Starts the test server and makes the template. Call once before all workers; the answer ends it. */
export async function startTestPostgres(projectRoot: string): Promise<() => Promise<void>> {
  const server = await acquireTestServer();
  await withAdminClient(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK_ID]);
    await dropStaleClones(client);
    const template = templateName(projectRoot);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount) return;
    // It gets its name when it is whole: a run that is broken off leaves no half of one behind.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await migrateDatabase({ ...server.connection, database: unfinished }, projectRoot);
    await client.query(`alter database ${unfinished} rename to ${template}`);
  });
  return () => server.release();
}

/** Drops the clones of runs that were killed. A clone's name says when it was made. */
async function dropStaleClones(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'test\\_%'",
  );
  for (const { name } of rows) {
    if (Number(name.split("_")[1]) > Date.now() - DAY_MS) continue;
    await client.query(`drop database if exists ${name} with (force)`);
  }
}

/** A fresh, migrated database. `drop` it when done. */
export async function createTestDatabase(projectRoot: string): Promise<{
  connection: EmbeddedServer["connection"];
  drop: () => Promise<void>;
}> {
  const server = await acquireTestServer();
  const database = `test_${Date.now()}_${randomBytes(6).toString("hex")}`;
  await withAdminClient(server, async (client) => {
    await client.query(`create database ${database} template ${templateName(projectRoot)}`);
  });
  return {
    connection: { ...server.connection, database },
    drop: async () => {
      await withAdminClient(server, async (client) => {
        await client.query(`drop database ${database} with (force)`);
      });
      await server.release();
    },
  };
}

/** DATABASE_URL for a server of its own on the database of this test file. */
export function databaseUrl(): string {
  const { user, password, host, port, database } = dedicatedClient();
  // A host that is a folder of sockets is written as if it were a name.
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}

/** Runs `work` while the database of this test file is away: its connections broken, no other let in. */
export async function withDatabaseUnavailable(work: () => Promise<void>): Promise<void> {
  const own = dedicatedClient();
  const server = await acquireTestServer();
  try {
    await withAdminClient(server, async (client) => {
      const database = own.database ?? "";
      await client.query(`alter database ${database} allow_connections false`);
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
        database,
      ]);
      try {
        await work();
      } finally {
        await client.query(`alter database ${database} allow_connections true`);
      }
    });
  } finally {
    await server.release();
  }
}

/**
 * What PostgreSQL itself logs of the statements that the pool runs, with the lengths of what is bound instead of bytes.
 * Call it before the pool has its first connection.
 */
export async function captureStatements(): Promise<{
  during: (work: () => Promise<unknown>) => Promise<string[]>;
}> {
  const client = dedicatedClient();
  await client.connect();
  // It is told to the connection that runs them, so that what other test files do is not among it.
  for (const setting of ["log_statement = 'all'", "client_min_messages = 'log'"]) {
    await client.query(`alter database ${client.database} set ${setting}`);
  }
  await client.end();
  let heard: string[] = [];
  pool().on("connect", (connection) => {
    connection.on("notice", ({ message = "", detail = "" }) => {
      heard.push(`${message}\n${detail.replace(/\\x[0-9a-f]+/g, (bytes) => `${bytes.length} digits`)}`);
    });
  });
  return {
    async during(work) {
      heard = [];
      await work();
      return heard;
    },
  };
}

/** Every row of every table of the open database as text: what a stolen dump would show. */
export async function dumpDatabase(): Promise<string> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool().query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
    dump.push(name, ...rows.map(({ row }) => row));
  }
  return dump.join("\n");
}

/** Runs `work` while a table of the open database cannot be found, so that what needs it fails in the middle. */
export async function withMissingTable(table: string, work: () => Promise<void>): Promise<void> {
  await pool().query(`alter table ${table} rename to ${table}_missing`);
  try {
    await work();
  } finally {
    await pool().query(`alter table ${table}_missing rename to ${table}`);
  }
}

/** Makes the embedded database of a data folder, as a first start does. Returns what lets go of it. */
export async function createEmbeddedDatabase(dataDir: string): Promise<() => Promise<void>> {
  const server = await acquireEmbedded({ dataDir, report: () => {} });
  await migrateDatabase(server.connection, process.cwd());
  return server.release;
}

/** A role of its own with an empty database of its own, on the server of this test file. */
export async function createRoleWithDatabase(options = ""): Promise<{
  role: string;
  database: string;
  url: string;
  /** A connection as the role, with the role's own settings. End it. */
  connect: () => Promise<Client>;
  /** Runs a statement as the superuser, in that database unless another is named. */
  queryAsSuperuser: <R extends object>(text: string, database?: string) => Promise<R[]>;
  remove: () => Promise<void>;
}> {
  const server = await acquireTestServer();
  const name = `test_${Date.now()}_${randomBytes(6).toString("hex")}`;
  const password = randomBytes(9).toString("hex");
  const queryAsSuperuser = async <R extends object>(text: string, database = name): Promise<R[]> => {
    const client = new Client({ ...server.connection, database });
    await client.connect();
    try {
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end();
    }
  };
  await queryAsSuperuser(`create role ${name} login password '${password}'`, "postgres");
  await queryAsSuperuser(`create database ${name} owner ${name} ${options}`, "postgres");
  // The server of tests does without.
  await queryAsSuperuser(`alter database ${name} set synchronous_commit = on`);
  const { host, port } = server.connection;
  const url = `postgres://${name}:${password}@${encodeURIComponent(host)}:${port}/${name}`;
  return {
    role: name,
    database: name,
    url,
    connect: async () => {
      const client = new Client({ connectionString: url });
      await client.connect();
      return client;
    },
    queryAsSuperuser,
    remove: async () => {
      await queryAsSuperuser(`drop database ${name} with (force)`, "postgres");
      await queryAsSuperuser(`drop role ${name}`, "postgres");
      await server.release();
    },
  };
}
