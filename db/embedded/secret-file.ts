import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const errorCode = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Makes a folder for its owner alone, and the folders above it; one that is there stays as it is.
 * Node's recursive mkdir does not return where a folder that is there takes no children ("not found"), as in /proc.
 * @returns whether it was made
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
 * A secret that is made once and kept in a file for its owner alone. Of processes that make it at the same time one
 * wins, and none ever reads half of it: the file appears under its name whole.
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
