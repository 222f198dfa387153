import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const errorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Creates a folder that only its owner can access, and its parent folders. An existing folder stays unchanged.
 * Not with Node's recursive mkdir, which never returns if an existing parent accepts no children (ENOENT), as in /proc.
 * @returns true if the folder was created
 */
export function ensureDir(folder: string, mode = 0o700): boolean {
  const parent = path.dirname(folder);
  if (!existsSync(parent)) ensureDir(parent, 0o777);
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if (errorCode(error) !== "EEXIST" || !statSync(folder).isDirectory()) throw error;
    return false;
  }
}

/**
 * Reads a secret from a file that only its owner can read, and creates it first if necessary. If several processes create it
 * at the same time, one wins. No process reads a partial secret: the file is complete when it gets its name.
 */
export function loadOrCreateSecret(file: string): string {
  if (!existsSync(file)) {
    const fresh = `${file}.${randomBytes(4).toString("hex")}`;
    writeFileSync(fresh, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx", flush: true });
    try {
      linkSync(fresh, file);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
    } finally {
      rmSync(fresh);
    }
  }
  return readFileSync(file, "utf8").trim();
}
