import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import { DatabaseError } from "./errors";
import { mismatchedSettings } from "./session-settings";

const MIN_POSTGRES_VERSION = 15;

/** Properties of the server, the database and the role that the checks use. */
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
  /** The owner of this product's tables, if the role is neither that owner nor a member of it. */
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

/** Reads the properties for the checks below. */
export async function readDatabaseInfo(client: Client): Promise<DatabaseInfo> {
  const { rows } = await client.query<DatabaseInfo>(DATABASE_INFO_SQL);
  const [info] = rows;
  if (!info) throw new Error("A SELECT without FROM returned no row.");
  return info;
}

/**
 * Checks that the product can use the database.
 * @throws DatabaseError with a one-line message and the SQL that an administrator runs
 */
export function assertDatabaseSupported(info: DatabaseInfo): void {
  const [role, database] = [info.role, info.database].map(escapeIdentifier);
  if (info.version < MIN_POSTGRES_VERSION) {
    throw new DatabaseError(
      `PostgreSQL ${info.version} is too old: ${MIN_POSTGRES_VERSION} or newer is needed. Upgrade the server, or unset DATABASE_URL to use the embedded one.`,
    );
  }
  if (info.standby) {
    throw new DatabaseError(
      "PostgreSQL is a standby, which accepts no writes. Set DATABASE_URL to the primary, or promote this server with: select pg_promote();",
    );
  }
  if (info.encoding !== "UTF8") {
    throw new DatabaseError(
      `The database ${database} has the encoding ${info.encoding}, which cannot store every character. Create another and set DATABASE_URL to it: create database ${escapeIdentifier(`${info.database}_utf8`)} owner ${role} encoding 'UTF8' locale 'C.UTF-8' template template0;`,
    );
  }
  if (!info.hasPublic) {
    throw new DatabaseError(
      `The database ${database} has no schema public. As an administrator, run in it: create schema public authorization ${role};`,
    );
  }
  if (!info.mayUse) {
    throw new DatabaseError(
      `The role ${role} may not use the schema public. As an administrator, run in the database ${database}: grant usage, create on schema public to ${role};`,
    );
  }
  if (info.otherOwner !== null) {
    throw new DatabaseError(
      `The tables belong to the role ${escapeIdentifier(info.otherOwner)}, but ${role} must own them, to migrate them and to add partitions. As an administrator, run in the database ${database}: ${changeOwnerSql(info.role)}`,
    );
  }
  const mismatched = mismatchedSettings(info.settings);
  if (mismatched.length > 0) {
    const [names, sql] = [
      mismatched.map(([name]) => name).join(", "),
      mismatched.map(
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
 * Checks that the role can create the tables of this version.
 * @param hasJournal true if the schema of the migration journal already exists
 * @throws DatabaseError with a one-line message and the SQL that an administrator runs
 */
export function assertCanMigrate(info: DatabaseInfo, hasJournal: boolean): void {
  const [role, database] = [info.role, info.database].map(escapeIdentifier);
  if (!hasJournal && !info.mayAddSchemas) {
    throw new DatabaseError(
      `The role ${role} may not create a schema in the database ${database}, which it must own. As an administrator, run: alter database ${database} owner to ${role};`,
    );
  }
  if (!info.mayCreate) {
    throw new DatabaseError(
      `The role ${role} may not create tables in the schema public. As an administrator, run in the database ${database}: grant usage, create on schema public to ${role};`,
    );
  }
}

/** SQL that makes a role the owner of the tables. `reassign owned` is shorter, but fails for objects that the superuser restored. */
function changeOwnerSql(role: string): string {
  const to = escapeIdentifier(role);
  const change = escapeLiteral(`alter table %s owner to ${to}`);
  return `do $$ declare name regclass; begin for name in select c.oid from pg_class c join pg_namespace n on n.oid = relnamespace where nspname in ('public', 'drizzle') and relkind in ('r', 'p') loop execute format(${change}, name); end loop; end $$; alter schema drizzle owner to ${to};`;
}

/** A one-line warning, with the SQL to fix it, if acknowledged writes may be lost; null if they are durable. */
export function durabilityWarning({ synchronousCommit, ...info }: DatabaseInfo): string | null {
  if (synchronousCommit !== "off") return null;
  const [role, database] = [info.role, info.database].map(escapeIdentifier);
  return `Warning: synchronous_commit is off, so a crash of PostgreSQL loses writes that were acknowledged. Run: alter role ${role} in database ${database} set synchronous_commit = 'on';`;
}

/** Leaves a list of names unquoted: in quotation marks, it would be a single name with a comma. */
const settingLiteral = (value: string): string => (/^[a-z]+$/.test(value) ? value : escapeLiteral(value));
