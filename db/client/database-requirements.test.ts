import { expect, onTestFinished, test } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { createRoleWithDatabase } from "@/testing/database";
import { runNode } from "@/testing/run-node";
import { assertDatabaseSupported, readDatabaseInfo } from "./database-requirements";
import { DatabaseError } from "./errors";

type Hostile = Awaited<ReturnType<typeof createRoleWithDatabase>>;

async function hostile(options?: string): Promise<Hostile> {
  const made = await createRoleWithDatabase(options);
  onTestFinished(made.remove);
  return made;
}

/** Migrates as the role of the database. Returns what was reported. */
async function migrateAs({ url }: Hostile): Promise<string[]> {
  const reported: string[] = [];
  await migrateDatabase({ connectionString: url }, process.cwd(), { report: (line) => reported.push(line) });
  return reported;
}

/** The line by which the start is refused: one line, and an error that is expected. */
async function refusal(database: Hostile): Promise<string> {
  const error: unknown = await migrateAs(database).catch((error) => error);
  expect(error).toBeInstanceOf(DatabaseError);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

/** Runs the SQL of a refusal as an administrator does, and expects the next start to succeed. */
async function solve(database: Hostile, line: string, at?: string): Promise<void> {
  const [, sql = ""] = /(?:run(?: in [^:]*)?|to it): (.+;)$/i.exec(line) ?? [];
  expect(sql).not.toBe("");
  await database.queryAsSuperuser(sql, at);
}

/** What a role may be given and the product would fail or answer wrongly with. */
const HOSTILE_SETTINGS = [
  "statement_timeout = '1ms'",
  "lock_timeout = '1ms'",
  "idle_session_timeout = '1ms'",
  "search_path = 'elsewhere'",
  "DateStyle = 'German, DMY'",
  "IntervalStyle = 'sql_standard'",
  "TimeZone = 'Asia/Kathmandu'",
  "bytea_output = 'escape'",
  "default_transaction_read_only = on",
  "default_transaction_isolation = 'serializable'",
];

test("a role with settings that nothing works with migrates and works", async () => {
  const database = await hostile();
  for (const setting of HOSTILE_SETTINGS)
    await database.queryAsSuperuser(`alter role ${database.role} set ${setting}`);
  expect(await migrateAs(database)).toEqual([]);
  const studio = async (...args: string[]) => {
    const { code, stdout, stderr } = await runNode(["lib/cli/main.ts", ...args, "--json"], {
      env: { DATABASE_URL: database.url, AUTH_SECRET: "a secret that only tests use, 32 characters" },
    });
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout);
  };
  await studio("workspace", "create", "--name", "Acme");
  const make = ["key", "create", "--workspace", "acme", "--name", "k", "--agents", "all"];
  const { expiresAt } = await studio(...make, "--permissions", "handoff", "--expires", "90d");
  const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000;
  expect(Math.round(days)).toBe(90);
});

test("a migration does not end by the role's timeouts, however long it waits", async () => {
  const database = await hostile();
  await database.queryAsSuperuser(`alter role ${database.role} set statement_timeout = '50ms'`);
  await database.queryAsSuperuser(`alter role ${database.role} set lock_timeout = '50ms'`);
  const holder = await database.connect();
  await holder.query("set statement_timeout = 0");
  await holder.query("select pg_advisory_lock(7352012)");
  const migrating = migrateAs(database);
  await expect
    .poll(async () => {
      const [row] = await database.queryAsSuperuser<{ waited: boolean }>(
        `select coalesce(max(now() - query_start) > '200ms', false) as waited from pg_stat_activity
         where application_name = 'agent-studio-migrate' and wait_event = 'advisory' and datname = current_database()`,
      );
      return row?.waited;
    })
    .toBe(true);
  await holder.end();
  expect(await migrating).toEqual([]);
});

test("settings of the address stay, except those that are needed", async () => {
  const database = await hostile();
  const options = encodeURIComponent("-c DateStyle=German -c work_mem=5MB");
  const url = `${database.url}?options=${options}`;
  await migrateAs({ ...database, url });
  const script = `
    const { openDatabase, pool, closeDatabase } = await import("./db/client/client.ts");
    openDatabase({ connectionString: process.env.URL_OF_TEST }, () => {});
    const { rows } = await pool().query("select current_setting('work_mem') as mem, current_setting('DateStyle') as style");
    console.log(JSON.stringify(rows));
    await closeDatabase();`;
  const { stdout, stderr } = await runNode(["--input-type=module", "-e", script], {
    env: { URL_OF_TEST: url },
  });
  expect([stderr, JSON.parse(stdout)]).toEqual(["", [{ mem: "5MB", style: "ISO, MDY" }]]);
});

test("where options do not reach the server, the line has the SQL for the role", async () => {
  const database = await hostile();
  await database.queryAsSuperuser(`alter role ${database.role} set DateStyle = 'German'`);
  await database.queryAsSuperuser(`alter role ${database.role} set search_path = 'a', 'b'`);
  // As behind a pooler that drops startup parameters.
  const facts = async () => {
    const client = await database.connect();
    try {
      return await readDatabaseInfo(client);
    } finally {
      await client.end();
    }
  };
  for (let round = 0; round < 2; round++) {
    const before = await facts();
    let line = "";
    try {
      assertDatabaseSupported(before);
    } catch (error) {
      line = (error as Error).message;
    }
    if (round > 0) expect(line).toBe("");
    else {
      expect(line).toContain(
        `alter role "${database.role}" in database "${database.database}" set DateStyle = 'ISO, MDY';`,
      );
      await solve(database, line);
    }
  }
});

test("a schema public without privileges is refused with the SQL that grants them", async () => {
  const database = await hostile();
  await database.queryAsSuperuser("alter schema public owner to current_user");
  await database.queryAsSuperuser("revoke all on schema public from public");
  const line = await refusal(database);
  expect(line).toBe(
    `The role "${database.role}" may not use the schema public. As an administrator, run in the database "${database.database}": grant usage, create on schema public to "${database.role}";`,
  );
  await solve(database, line);
  expect(await migrateAs(database)).toEqual([]);
  // Once the tables are there, the right to make more of them is not needed until the next migration.
  await database.queryAsSuperuser(`revoke create on schema public from ${database.role}`);
  expect(await migrateAs(database)).toEqual([]);
});

test("a schema public that may be used and not added to is refused with the SQL", async () => {
  const database = await hostile();
  await database.queryAsSuperuser("alter schema public owner to current_user");
  const line = await refusal(database);
  expect(line).toContain("may not create tables in the schema public");
  await solve(database, line);
  expect(await migrateAs(database)).toEqual([]);
});

test("a database without a schema public is refused with the SQL", async () => {
  const database = await hostile();
  await database.queryAsSuperuser("drop schema public");
  await solve(database, await refusal(database));
  expect(await migrateAs(database)).toEqual([]);
});

test("tables that another role owns, as after a restore, are refused with the SQL", async () => {
  const database = await hostile();
  await migrateAs(database);
  await database.queryAsSuperuser(
    `do $$ declare name regclass; begin for name in select oid from pg_class
       where relowner = '${database.role}'::regrole and relkind in ('r', 'p')
     loop execute format('alter table %s owner to current_user', name); end loop; end $$;
     alter schema drizzle owner to current_user`,
  );
  const line = await refusal(database);
  expect(line).toContain(`"${database.role}" must own them`);
  await solve(database, line);
  expect(await migrateAs(database)).toEqual([]);
  const owned = await database.queryAsSuperuser<{ count: number }>(
    `select count(*)::int from pg_class where relkind in ('r', 'p') and relowner = '${database.role}'::regrole
       and relname in ('api_keys', '__drizzle_migrations', 'api_requests')`,
  );
  expect(owned).toEqual([{ count: 3 }]);
});

test("a database that the role does not own is refused with the SQL", async () => {
  const database = await hostile();
  await database.queryAsSuperuser(`alter database ${database.database} owner to current_user`);
  await solve(database, await refusal(database));
  expect(await migrateAs(database)).toEqual([]);
});

test("a database of another encoding is refused with the SQL that makes one of UTF-8", async () => {
  const database = await hostile("encoding 'LATIN1' locale_provider libc locale 'C' template template0");
  const line = await refusal(database);
  expect(line).toContain(
    `create database "${database.database}_utf8" owner "${database.role}" encoding 'UTF8' locale 'C.UTF-8' template template0;`,
  );
  await solve(database, line, "postgres");
  onTestFinished(() =>
    database
      .queryAsSuperuser(`drop database ${database.database}_utf8 with (force)`, "postgres")
      .then(() => {}),
  );
  const url = `${database.url}_utf8`;
  await migrateAs({ ...database, url });
});

test("synchronous_commit off is warned about, until the SQL of the warning has run", async () => {
  const database = await hostile();
  await database.queryAsSuperuser(`alter role ${database.role} set synchronous_commit = off`);
  const warnings = (await migrateAs(database)).filter((line) => line.includes("synchronous_commit"));
  expect(warnings).toEqual([
    `Warning: synchronous_commit is off, so a crash of PostgreSQL loses writes that were acknowledged. Run: alter role "${database.role}" in database "${database.database}" set synchronous_commit = 'on';`,
  ]);
  await solve(database, warnings[0] ?? "");
  expect((await migrateAs(database)).filter((line) => line.includes("synchronous_commit"))).toEqual([]);
});

test("whatever else PostgreSQL refuses is one line with its code", async () => {
  const database = await hostile();
  await database.queryAsSuperuser("create table public.workspaces (id int)");
  expect(await refusal(database)).toBe(
    'The database cannot be brought up to date: relation "workspaces" already exists (42P07). Solve that, then start again.',
  );
});

test("without create, an empty database stays empty", async () => {
  const database = await hostile();
  await expect(
    migrateDatabase({ connectionString: database.url }, process.cwd(), { create: false }),
  ).rejects.toThrow(/has no tables of Agent Studio, and only npm start creates them\. Check DATABASE_URL\.$/);
  expect(
    await database.queryAsSuperuser("select nspname from pg_namespace where nspname = 'drizzle'"),
  ).toEqual([]);
});

test("a database that a newer version has migrated is warned about", async () => {
  const database = await hostile();
  await migrateAs(database);
  await database.queryAsSuperuser(
    "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', extract(epoch from timestamptz '2030-05-06') * 1000)",
  );
  expect(await migrateAs(database)).toEqual([
    'Warning: a newer version has migrated this database: 1 migration that this version does not know, the latest of 2030-05-06. Only the version just before the newer one is safe to run; see "Going back" in docs/operations.md.',
  ]);
});
