import { accessSync, constants, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { hasEmbeddedDatabase } from "@/db/embedded/location";
import { ensureDir } from "@/db/embedded/secret-file";
import { StartError } from "./start-error";

/**
 * Finds out before anything slow happens whether the port can be had.
 * @throws StartError
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once("error", reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    throw new StartError(portErrorMessage(error, host, port));
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Why a server could not listen, in one line for people, with the way out. */
export function portErrorMessage(error: unknown, host: string, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE") return `Port ${port} is in use. Stop what is using it, or set PORT to another.`;
  if (code === "EACCES") return `Port ${port} is reserved for root. Set PORT to one above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `HOST is ${host}, which is no address of this machine. Set it to 127.0.0.1, or 0.0.0.0 for every interface.`;
  }
  return `${host}:${port} cannot be listened on (${code}). Set HOST and PORT to an address of this machine.`;
}

/**
 * Makes the data folder and finds out whether it can be written.
 * @throws StartError
 */
export function requireWritableDataDir(dataDir: string): void {
  try {
    ensureDir(path.resolve(dataDir));
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritableError(dataDir, error);
  }
}

/**
 * Requires an embedded database in the data folder, and makes nothing.
 * @throws StartError
 */
export function requireDatabase(dataDir: string): void {
  try {
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw notWritableError(dataDir, error);
  }
  if (hasEmbeddedDatabase(path.resolve(dataDir))) return;
  throw new StartError(
    `DATABASE_URL is not set and STUDIO_DATA (${path.resolve(dataDir)}) holds no database. Set the one that the server uses, such as with node --env-file=/etc/agent-studio.env bin/studio.mjs …; only npm start makes a new database.`,
  );
}

function notWritableError(dataDir: string, error: unknown): StartError {
  const { code } = error as NodeJS.ErrnoException;
  const owner = code === "EACCES" ? ownerUid(dataDir) : undefined;
  const wayOut =
    owner === undefined
      ? "Set it to a folder of yours."
      : `It belongs to the user with the id ${owner}: run this as that user, or set STUDIO_DATA to a folder of yours.`;
  return new StartError(`STUDIO_DATA is ${dataDir}, which cannot be written (${code}). ${wayOut}`);
}

/** The id of the user whom a folder belongs to; undefined where that cannot be found out. */
function ownerUid(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
