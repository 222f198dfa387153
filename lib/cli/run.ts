import { userInfo } from "node:os";
import { db } from "@/db/client/client";
import { selectWorkspace } from "@/db/queries/workspaces";
import { environment, readSettings, settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { redactSecrets } from "@/lib/core/redact";
import { serializeError } from "@/lib/core/serialize-error";
import type { OperatorActor } from "@/lib/features/actor";
import { prepareDatabase } from "@/lib/server/database";
import { shutdownOnSignal } from "@/lib/server/graceful-shutdown";
import { startErrorMessage } from "@/lib/server/start-error";
import { type Output, writeOutput } from "./output";
import { printableMessage } from "./printable";

/** Invalid arguments: exit code 2. */
export class UsageError extends Error {}

/**
 * Prints progress or an error on standard error: standard output is reserved for the result. A message may quote an
 * argument, and a job's log keeps it.
 */
export const progress = (message: string): void => console.error(printableMessage(redactSecrets(message)));

/** Registers cleanup that runs before the database closes when a signal stops the command. */
type OnInterrupt = (cleanup: () => Promise<void>) => void;

/**
 * Runs a command on the database of the settings and prints its result. The server need not run.
 * Exit codes: 0 success, 1 failure, 2 invalid usage, 130 interrupted.
 */
export async function run(
  options: { json?: boolean },
  work: (onInterrupt: OnInterrupt) => Promise<Output>,
): Promise<void> {
  let stopping: AbortSignal | undefined;
  let cleanup = async () => {};
  try {
    const opening = prepareDatabase(readSettings(environment()), progress, { create: false });
    // Releases the database in every case; an embedded PostgreSQL would otherwise keep running.
    stopping = shutdownOnSignal({
      stop: async () => {
        const studio = await opening.catch(() => null);
        await cleanup().finally(() => studio?.close());
      },
      exitCode: 130,
    });
    const studio = await opening;
    try {
      const output = await work((chosen) => {
        cleanup = chosen;
      });
      // After a signal, prints nothing rather than half a result.
      if (stopping.aborted) return;
      await writeOutput(output, options, process.stdout, stopping).catch(cannotWrite);
      process.exitCode = output.ok === false ? 1 : 0;
    } finally {
      // After a signal, the hook above closes the database once the cleanup has ended.
      if (!stopping.aborted) await studio.close();
    }
  } catch (error) {
    if (stopping?.aborted) return;
    const expected =
      error instanceof AppError || error instanceof UsageError ? error.message : startErrorMessage(error);
    if (expected === null) console.error(serializeError(error));
    else progress(expected);
    process.exitCode = exitCodeOf(error);
  }
}

export type Run = typeof run;

/** 2 for invalid usage, otherwise 1. */
export const exitCodeOf = (error: unknown): 1 | 2 =>
  error instanceof UsageError || (error instanceof AppError && error.code === "INPUT_INVALID") ? 2 : 1;

/** The work is done, but its result could not be written, for example because a disk is full. */
function cannotWrite(error: unknown): never {
  const { syscall, code } = error as NodeJS.ErrnoException;
  if (syscall !== "write") throw error;
  throw new AppError("INTERNAL_ERROR", `The result cannot be written to standard output (${code}).`);
}

/** The user who runs the command, without a workspace. */
export const operator = (): OperatorActor => ({ kind: "operator", workspaceId: "", name: userName() });

/** The name of the user that this process runs as, or the user ID if there is no name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

/**
 * The user who runs the command, in the workspace with this ID or slug.
 * @throws AppError ACCOUNT_NOT_FOUND
 */
export async function operatorActor(workspace: string): Promise<OperatorActor> {
  const found = await selectWorkspace(db(), workspace);
  if (!found) throw new AppError("ACCOUNT_NOT_FOUND", `No workspace ${workspace}. Use its ID or slug.`);
  return { ...operator(), workspaceId: found.id };
}

/** The absolute URL of a path. */
export const absoluteUrl = (path: string): string => settings().PUBLIC_URL + path;
