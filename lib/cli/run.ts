import { userInfo } from "node:os";
import { db } from "@/db/client/client";
import { selectWorkspace } from "@/db/queries/workspaces";
import { environment, readSettings, settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { serializeError } from "@/lib/core/serialize-error";
import type { OperatorActor } from "@/lib/features/actor";
import { prepareDatabase } from "@/lib/server/database";
import { shutdownOnSignal } from "@/lib/server/graceful-shutdown";
import { startErrorMessage } from "@/lib/server/start-error";

export interface Output {
  /** The result as one JSON value, for --json. */
  json: unknown;
  /** The result as text. */
  text: string;
  /** False sets exit code 1 although there is a result. */
  ok?: boolean;
}

/** Invalid arguments: exit code 2. */
export class UsageError extends Error {}

/** Prints progress on standard error: standard output is reserved for the result. */
export const progress = (message: string): void => console.error(message);

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
      process.stdout.write(`${options.json ? JSON.stringify(output.json) : output.text}\n`);
      process.exitCode = output.ok === false ? 1 : 0;
    } finally {
      // After a signal, the hook above closes the database once the cleanup has ended.
      if (!stopping.aborted) await studio.close();
    }
  } catch (error) {
    if (stopping?.aborted) return;
    const expected =
      error instanceof AppError || error instanceof UsageError ? error.message : startErrorMessage(error);
    console.error(expected ?? serializeError(error));
    process.exitCode = error instanceof UsageError || isInputError(error) ? 2 : 1;
  }
}

const isInputError = (error: unknown): boolean => error instanceof AppError && error.code === "INPUT_INVALID";

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

/** Formats rows as aligned columns; the first row is the header. */
export function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
