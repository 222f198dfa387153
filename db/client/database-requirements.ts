import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import { DatabaseError } from "./errors";
import { mismatchedSettings } from "./session-settings";

const MIN_POSTGRES_VERSION = 15;

/** What the server says about itself, the database and the role. */
interface DatabaseInfo {
  version: number;
  role: string;
  database: string;
  encoding: string;
  standby: boolean;
  hasPublic: boolean;
  mayUse: boolean;
  mayCreate: boolean;
  mayAddSchemas: boolean;
  /** The owner of this product's tables, if the role is neither it nor a member of it. */
  otherOwner: string | null;
  synchronousCommit: string;
  settings: Record<string, string>;
}

const DATABASE_INFO_SQL = `
  select current_setting('server_version_num')::int / 10000 as version,
    current_user as role,
    current_database() as database,
    current_setting('server_encoding') as encoding,
    pg_is_in_recovery() as standby,
    to_regnamespace('public') is not null as "hasPublic",
    coalesce(has_schema_privilege(to_regnamespace('public'), 'usage'), false) as "mayUse",
    coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), false) as "mayCreate",
    has_database_privilege(current_database(), 'create') as "mayAddSchemas",
    (select pg_get_userbyid(relowner) from pg_class join pg_namespace n on n.oid = relnamespace
      where nspname = 'public' and relname = 'api_keys' and not pg_has_role(relowner, 'usage')) as "otherOwner",
    current_setting('synchronous_commit') as "synchronousCommit",
    (select json_object_agg(lower(name), current_setting(name)) from pg_settings) as settings`;

/** Reads what the checks below decide by. */
export async function readDatabaseInfo(client: Client): Promise<DatabaseInfo> {
  const { rows } = await client.query<DatabaseInfo>(DATABASE_INFO_SQL);
  const [facts] = rows;
  if (!facts) throw new Error("A select without a from has one row.");
  return facts;
}

/**
 * Refuses a database that the product cannot work on.
 * @throws DatabaseError one line, with the SQL that an administrator runs
 */
export function assertDatabaseSupported(facts: DatabaseInfo): void {
  const [role, database] = [facts.role, facts.database].map(escapeIdentifier);
  if (facts.version < MIN_POSTGRES_VERSION) {
    throw new DatabaseError(
      `PostgreSQL ${facts.version} is too old: ${MIN_POSTGRES_VERSION} or newer is needed. Upgrade the server, or unset DATABASE_URL to use the embedded one.`,
    );
  }
  if (facts.standby) {
    throw new DatabaseError(
      "PostgreSQL is a standby, which accepts no writes. Set DATABASE_URL to the primary, or promote this server with: select pg_promote();",
    );
  }
  if (facts.encoding !== "UTF8") {
    throw new DatabaseError(
      `The database ${database} has the encoding ${facts.encoding}, which cannot store every character. Create another and set DATABASE_URL to it: create database ${escapeIdentifier(`${facts.database}_utf8`)} owner ${role} encoding 'UTF8' locale 'C.UTF-8' template template0;`,
    );
  }
  if (!facts.hasPublic) {
    throw new DatabaseError(
      `The database ${database} has no schema public. As an administrator, run in it: create schema public authorization ${role};`,
    );
  }
  if (!facts.mayUse) {
    throw new DatabaseError(
      `The role ${role} may not use the schema public. As an administrator, run in the database ${database}: grant usage, create on schema public to ${role};`,
    );
  }
  if (facts.otherOwner !== null) {
    throw new DatabaseError(
      `The tables belong to the role ${escapeIdentifier(facts.otherOwner)}, but ${role} must own them, to migrate them and to add partitions. As an administrator, run in the database ${database}: ${changeOwnerSql(facts.role)}`,
    );
  }
  const others = mismatchedSettings(facts.settings);
  if (others.length > 0) {
    const [names, sql] = [
      others.map(([name]) => name).join(", "),
      others.map(
        ([name, value]) =>
          `alter role ${role} in database ${database} set ${name} = ${settingLiteral(value)};`,
      ),
    ];
    throw new DatabaseError(
      `The session does not get these settings: ${names}. A pooler may drop the startup parameter "options". As an administrator, run: ${sql.join(" ")}`,
    );
  }
}

/**
 * Refuses a role that may not make the tables of this version.
 * @param hasJournal whether the schema of the migrations' journal is there already
 * @throws DatabaseError one line, with the SQL that an administrator runs
 */
export function assertCanMigrate(facts: DatabaseInfo, hasJournal: boolean): void {
  const [role, database] = [facts.role, facts.database].map(escapeIdentifier);
  if (!hasJournal && !facts.mayAddSchemas) {
    throw new DatabaseError(
      `The role ${role} may not create a schema in the database ${database}, which it must own. As an administrator, run: alter database ${database} owner to ${role};`,
    );
  }
  if (!facts.mayCreate) {
    throw new DatabaseError(
      `The role ${role} may not create tables in the schema public. As an administrator, run in the database ${database}: grant usage, create on schema public to ${role};`,
    );
  }
}

/** SQL that gives a role the tables. `reassign owned` is shorter, but refuses what the superuser restored. */
function changeOwnerSql(role: string): string {
  const to = escapeIdentifier(role);
  const change = escapeLiteral(`alter table %s owner to ${to}`);
  return `do $$ declare name regclass; begin for name in select c.oid from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'drizzle') and relkind in ('r', 'p') loop execute format(${change}, name); end loop; end $$; alter schema drizzle owner to ${to};`;
}

/** A line when writes that were acknowledged may be lost, with the SQL that changes it; null when they are durable. */
export function durabilityWarning({ synchronousCommit, ...facts }: DatabaseInfo): string | null {
  if (synchronousCommit !== "off") return null;
  const [role, database] = [facts.role, facts.database].map(escapeIdentifier);
  return `Warning: synchronous_commit is off, so a crash of PostgreSQL loses writes that were acknowledged. Run: alter role ${role} in database ${database} set synchronous_commit = 'on';`;
}

/** A list of names stays one: in quotation marks it would be a single name with a comma in it. */
const settingLiteral = (value: string): string => (/^[a-z]+$/.test(value) ? value : escapeLiteral(value));
