import { accessSync, constants, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { hasEmbeddedDatabase } from "@/db/embedded/location";
import { ensureDir } from "@/db/embedded/secret-file";
import { StartError } from "./start-error";

/**
 * Checks that the port is free, before anything slow runs.
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

/** One line for the operator: why a server could not listen, and what to do. */
export function portErrorMessage(error: unknown, host: string, port: number): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return `Port ${port} is in use. Stop the program that uses it, or set PORT to another port.`;
  if (code === "EACCES") return `Port ${port} is reserved for root. Set PORT to a number above 1023.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `HOST is ${host}, which is not an address of this machine. Set it to 127.0.0.1, or to 0.0.0.0 for all interfaces.`;
  }
  return `Cannot listen on ${host}:${port} (${code}). Set HOST and PORT to an address of this machine.`;
}

/**
 * Creates the data folder and checks that it is writable.
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
 * Checks that the data folder contains an embedded database. Creates nothing.
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
    `DATABASE_URL is not set, and STUDIO_DATA (${path.resolve(dataDir)}) contains no database. Use the settings of the server, for example: node --env-file=/etc/agent-studio.env bin/studio.mjs … Only npm start creates a new database.`,
  );
}

function notWritableError(dataDir: string, error: unknown): StartError {
  const { code } = error as NodeJS.ErrnoException;
  const owner = code === "EACCES" ? ownerUid(dataDir) : undefined;
  const fix =
    owner === undefined
      ? "Set it to a folder that you can write to."
      : `It belongs to the user with ID ${owner}. Run this as that user, or set STUDIO_DATA to a folder that you can write to.`;
  return new StartError(`STUDIO_DATA is ${dataDir}, which is not writable (${code}). ${fix}`);
}

/** The user ID of the owner of a folder; undefined if it cannot be read. */
function ownerUid(folder: string): number | undefined {
  try {
    return statSync(folder).uid;
  } catch {
    return undefined;
  }
}
