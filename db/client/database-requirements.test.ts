import { expect, onTestFinished, test } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { createRoleWithDatabase } from "@/testing/database";
import { runNode } from "@/testing/run-node";
import { TEST_AUTH_SECRET } from "@/testing/test-settings";
import { assertDatabaseSupported, readDatabaseInfo } from "./database-requirements";
import { DatabaseError } from "./errors";

type TestRole = Awaited<ReturnType<typeof createRoleWithDatabase>>;

/** A role with its own database, removed after the test. */
async function setupRole(options?: string): Promise<TestRole> {
  const role = await createRoleWithDatabase(options);
  onTestFinished(role.remove);
  return role;
}

/** Migrates as the role of the database. Returns the reported lines. */
async function migrateAs({ url }: TestRole): Promise<string[]> {
  const reported: string[] = [];
  await migrateDatabase({ connectionString: url }, process.cwd(), { report: (line) => reported.push(line) });
  return reported;
}

/** Migrates, expects a DatabaseError with a one-line message, and returns the message. */
async function migrationError(database: TestRole): Promise<string> {
  const error: unknown = await migrateAs(database).catch((error) => error);
  expect(error).toBeInstanceOf(DatabaseError);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

/** Runs the SQL of an error message as an administrator would. */
async function applyFix(database: TestRole, line: string, at?: string): Promise<void> {
  const [, sql = ""] = /(?:run(?: in [^:]*)?|to it): (.+;)$/i.exec(line) ?? [];
  expect(sql).not.toBe("");
  await database.queryAsSuperuser(sql, at);
}

/** Settings of a role that would break the product or change its results. */
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

test("overrides settings of the role that would break migrations, commands and expiry dates", async () => {
  const database = await setupRole();
  for (const setting of HOSTILE_SETTINGS)
    await database.queryAsSuperuser(`alter role ${database.role} set ${setting}`);
  expect(await migrateAs(database)).toEqual([]);
  const studio = async (...args: string[]) => {
    const { code, stdout, stderr } = await runNode(["lib/cli/main.ts", ...args, "--json"], {
      env: { DATABASE_URL: database.url, AUTH_SECRET: TEST_AUTH_SECRET },
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

test("a waiting migration ignores the timeouts of the role", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser(`alter role ${database.role} set statement_timeout = '50ms'`);
  await database.queryAsSuperuser(`alter role ${database.role} set lock_timeout = '50ms'`);
  const locker = await database.connect();
  await locker.query("set statement_timeout = 0");
  await locker.query("select pg_advisory_lock(7352012)");
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
  await locker.end();
  expect(await migrating).toEqual([]);
});

test("keeps options in DATABASE_URL, except those that it must override", async () => {
  const database = await setupRole();
  const options = encodeURIComponent("-c DateStyle=German -c work_mem=5MB");
  const url = `${database.url}?options=${options}`;
  await migrateAs({ ...database, url });
  const script = `
    const { openDatabase, pool, closeDatabase } = await import("./db/client/client.ts");
    openDatabase({ connectionString: process.env.TEST_URL }, () => {});
    const { rows } = await pool().query("select current_setting('work_mem') as mem, current_setting('DateStyle') as style");
    console.log(JSON.stringify(rows));
    await closeDatabase();`;
  const { stdout, stderr } = await runNode(["--input-type=module", "-e", script], {
    env: { TEST_URL: url },
  });
  expect([stderr, JSON.parse(stdout)]).toEqual(["", [{ mem: "5MB", style: "ISO, MDY" }]]);
});

test("reports the SQL for the role if the startup options do not reach the server", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser(`alter role ${database.role} set DateStyle = 'German'`);
  await database.queryAsSuperuser(`alter role ${database.role} set search_path = 'a', 'b'`);
  // As with a pooler that drops startup parameters.
  const readInfo = async () => {
    const client = await database.connect();
    try {
      return await readDatabaseInfo(client);
    } finally {
      await client.end();
    }
  };
  for (let round = 0; round < 2; round++) {
    const before = await readInfo();
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
      await applyFix(database, line);
    }
  }
});

test("rejects a schema public without privileges, with the SQL that grants them", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser("alter schema public owner to current_user");
  await database.queryAsSuperuser("revoke all on schema public from public");
  const line = await migrationError(database);
  expect(line).toBe(
    `The role "${database.role}" may not use the schema public. As an administrator, run in the database "${database.database}": grant usage, create on schema public to "${database.role}";`,
  );
  await applyFix(database, line);
  expect(await migrateAs(database)).toEqual([]);
  // Once the tables exist, CREATE is not needed until the next migration.
  await database.queryAsSuperuser(`revoke create on schema public from ${database.role}`);
  expect(await migrateAs(database)).toEqual([]);
});

test("rejects a schema public without CREATE, with the SQL that grants it", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser("alter schema public owner to current_user");
  const line = await migrationError(database);
  expect(line).toContain("may not create tables in the schema public");
  await applyFix(database, line);
  expect(await migrateAs(database)).toEqual([]);
});

test("rejects a database without a schema public, with the SQL that creates it", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser("drop schema public");
  await applyFix(database, await migrationError(database));
  expect(await migrateAs(database)).toEqual([]);
});

test("rejects tables that another role owns, as after a restore, with the SQL that changes the owner", async () => {
  const database = await setupRole();
  await migrateAs(database);
  await database.queryAsSuperuser(
    `do $$ declare name regclass; begin for name in select oid from pg_class
       where relowner = '${database.role}'::regrole and relkind in ('r', 'p')
     loop execute format('alter table %s owner to current_user', name); end loop; end $$;
     alter schema drizzle owner to current_user`,
  );
  const line = await migrationError(database);
  expect(line).toContain(`"${database.role}" must own them`);
  await applyFix(database, line);
  expect(await migrateAs(database)).toEqual([]);
  const owned = await database.queryAsSuperuser<{ count: number }>(
    `select count(*)::int from pg_class where relkind in ('r', 'p') and relowner = '${database.role}'::regrole
       and relname in ('api_keys', '__drizzle_migrations', 'api_requests')`,
  );
  expect(owned).toEqual([{ count: 3 }]);
});

test("rejects a database that the role does not own, with the SQL that changes the owner", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser(`alter database ${database.database} owner to current_user`);
  await applyFix(database, await migrationError(database));
  expect(await migrateAs(database)).toEqual([]);
});

test("rejects a database with another encoding, with the SQL that creates one with UTF-8", async () => {
  const database = await setupRole("encoding 'LATIN1' locale_provider libc locale 'C' template template0");
  const line = await migrationError(database);
  expect(line).toContain(
    `create database "${database.database}_utf8" owner "${database.role}" encoding 'UTF8' locale 'C.UTF-8' template template0;`,
  );
  await applyFix(database, line, "postgres");
  onTestFinished(() =>
    database
      .queryAsSuperuser(`drop database ${database.database}_utf8 with (force)`, "postgres")
      .then(() => {}),
  );
  const url = `${database.url}_utf8`;
  await migrateAs({ ...database, url });
});

test("warns about synchronous_commit = off until the SQL of the warning has run", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser(`alter role ${database.role} set synchronous_commit = off`);
  const warnings = (await migrateAs(database)).filter((line) => line.includes("synchronous_commit"));
  expect(warnings).toEqual([
    `Warning: synchronous_commit is off, so a crash of PostgreSQL loses writes that were acknowledged. Run: alter role "${database.role}" in database "${database.database}" set synchronous_commit = 'on';`,
  ]);
  await applyFix(database, warnings[0] ?? "");
  expect((await migrateAs(database)).filter((line) => line.includes("synchronous_commit"))).toEqual([]);
});

test("reports other PostgreSQL errors in one line with their code", async () => {
  const database = await setupRole();
  await database.queryAsSuperuser("create table public.workspaces (id int)");
  expect(await migrationError(database)).toBe(
    'The database cannot be migrated: relation "workspaces" already exists (42P07). Fix the problem, then start again.',
  );
});

test("leaves an empty database empty if create is false", async () => {
  const database = await setupRole();
  await expect(
    migrateDatabase({ connectionString: database.url }, process.cwd(), { create: false }),
  ).rejects.toThrow(/has no Agent Studio tables, and only npm start creates them\. Check DATABASE_URL\.$/);
  expect(
    await database.queryAsSuperuser("select nspname from pg_namespace where nspname = 'drizzle'"),
  ).toEqual([]);
});

test("warns about a database that a newer version has migrated", async () => {
  const database = await setupRole();
  await migrateAs(database);
  await database.queryAsSuperuser(
    "insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', extract(epoch from timestamptz '2030-05-06') * 1000)",
  );
  expect(await migrateAs(database)).toEqual([
    'Warning: a newer version has migrated this database (1 unknown migration, the latest from 2030-05-06). Only the version directly before it is safe to run; see "Going back" in docs/operations.md.',
  ]);
});
