import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { dedicatedClient, pool } from "@/db/client/client";
import { acquireEmbedded, type EmbeddedServer } from "@/db/embedded/server";
import { migrateDatabase } from "@/db/migrate";
import { DAY_MS } from "@/lib/core/durations";

// The databases of tests: one migrated template database, and a clone of it for every test file. The server's data and the
// template are kept between runs, and concurrent runs share them.

/** Advisory lock that serializes the creation of the template by concurrent runs. */
const TEMPLATE_LOCK_ID = 7_352_013;

const acquireTestServer = (): Promise<EmbeddedServer> =>
  acquireEmbedded({
    dataDir: path.join(tmpdir(), `agent-studio-test-${process.getuid?.() ?? "user"}`),
    report: () => {},
    durable: false,
  });

/** The template's name contains a hash of the migrations, so that a changed migration creates a new template. */
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

/** Starts the test server and creates the template. Call it once before all workers. Returns a function that stops the server. */
export async function startTestPostgres(projectRoot: string): Promise<() => Promise<void>> {
  const server = await acquireTestServer();
  await withAdminClient(server, async (client) => {
    await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK_ID]);
    await dropStaleClones(client);
    const template = templateName(projectRoot);
    const { rowCount } = await client.query("select from pg_database where datname = $1", [template]);
    if (rowCount) return;
    // Renamed only when it is complete, so that an interrupted run leaves no partial template.
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await migrateDatabase({ ...server.connection, database: unfinished }, projectRoot);
    await client.query(`alter database ${unfinished} rename to ${template}`);
  });
  return () => server.release();
}

/** Drops the clones of killed runs: a clone's name contains the time of its creation. */
async function dropStaleClones(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'test\\_%'",
  );
  for (const { name } of rows) {
    if (Number(name.split("_")[1]) > Date.now() - DAY_MS) continue;
    await client.query(`drop database if exists ${name} with (force)`);
  }
}

/** Creates a migrated, empty database. Call `drop` when done. */
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

/** The URL of this test file's database, for a separate server process. */
export function databaseUrl(): string {
  const { user, password, host, port, database } = dedicatedClient();
  // The host is the socket's folder, percent-encoded.
  return `postgres://${user}:${password}@${encodeURIComponent(host)}:${port}/${database}`;
}

/** Runs `work` while this test file's database is unavailable: existing connections are terminated, new ones rejected. */
export async function withDatabaseUnavailable(work: () => Promise<void>): Promise<void> {
  const { database = "" } = dedicatedClient();
  const server = await acquireTestServer();
  try {
    await withAdminClient(server, async (client) => {
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
 * Captures the statements that the pool runs, as PostgreSQL logs them, with the lengths of binary parameters instead of their
 * values. Call it before the pool's first connection.
 */
export async function captureStatements(): Promise<{
  during: (work: () => Promise<unknown>) => Promise<string[]>;
}> {
  const client = dedicatedClient();
  await client.connect();
  // PostgreSQL sends the log to the connection that runs a statement, so statements of other test files are not included.
  for (const setting of ["log_statement = 'all'", "client_min_messages = 'log'"]) {
    await client.query(`alter database ${client.database} set ${setting}`);
  }
  await client.end();
  let captured: string[] = [];
  pool().on("connect", (connection) => {
    connection.on("notice", ({ message = "", detail = "" }) => {
      captured.push(`${message}\n${detail.replace(/\\x[0-9a-f]+/g, (bytes) => `${bytes.length} digits`)}`);
    });
  });
  return {
    async during(work) {
      captured = [];
      await work();
      return captured;
    },
  };
}

/** All rows of all tables of the open database as text, as a stolen dump would show them. */
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

/** Runs `work` while a table of the open database is missing, so that an operation fails halfway. */
export async function withMissingTable(table: string, work: () => Promise<void>): Promise<void> {
  await pool().query(`alter table ${table} rename to ${table}_missing`);
  try {
    await work();
  } finally {
    await pool().query(`alter table ${table}_missing rename to ${table}`);
  }
}

/** Creates the embedded database of a data folder, as a first start does. Returns a function that releases it. */
export async function createEmbeddedDatabase(dataDir: string): Promise<() => Promise<void>> {
  const server = await acquireEmbedded({ dataDir, report: () => {} });
  await migrateDatabase(server.connection, process.cwd());
  return server.release;
}

/** Creates a role with its own empty database on the test server. */
export async function createRoleWithDatabase(options = ""): Promise<{
  role: string;
  database: string;
  url: string;
  /** Connects as the role, with the role's settings. The caller ends the connection. */
  connect: () => Promise<Client>;
  /** Runs a statement as the superuser, by default in the role's database. */
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
  // The test server runs with synchronous_commit off.
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
