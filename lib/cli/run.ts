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
  /** The answer as one JSON value, for --json. */
  json: unknown;
  /** The answer for people. */
  text: string;
  /** False makes the exit code 1 although there is an answer. */
  ok?: boolean;
}

/** What the command line was called wrongly with: exit code 2. */
export class UsageError extends Error {}

/** Tells what takes a while, on standard error: standard output is the answer's alone. */
export const progress = (message: string): void => console.error(message);

/** Says what must be done before the database goes when the command is stopped by a signal. */
type OnInterrupt = (tidy: () => Promise<void>) => void;

/**
 * Runs a command on the database of the settings, whether or not the server runs, and prints its answer.
 * Exit codes: 0 done, 1 failed, 2 misused.
 */
export async function run(
  options: { json?: boolean },
  work: (onInterrupt: OnInterrupt) => Promise<Output>,
): Promise<void> {
  let stopping: AbortSignal | undefined;
  let cleanup = async () => {};
  try {
    const opening = prepareDatabase(readSettings(environment()), progress, { create: false });
    // The database is let go of whatever happens, or it would keep running for nobody.
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
      // Whoever asked for the end gets it, not half an answer.
      if (stopping.aborted) return;
      process.stdout.write(`${options.json ? JSON.stringify(output.json) : output.text}\n`);
      process.exitCode = output.ok === false ? 1 : 0;
    } finally {
      // Stopped by a signal, the database stays until all is tidied.
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

/** Whoever runs the command, outside any workspace. */
export const operator = (): OperatorActor => ({ kind: "operator", workspaceId: "", name: userName() });

/** The name of the user that this process runs as, or the number of one without a name. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.()}`;
  }
}

/**
 * Whoever runs the command, in the workspace of that id or slug.
 * @throws AppError ACCOUNT_NOT_FOUND
 */
export async function operatorIn(workspace: string): Promise<OperatorActor> {
  const found = await selectWorkspace(db(), workspace);
  if (!found)
    throw new AppError(
      "ACCOUNT_NOT_FOUND",
      `There is no workspace ${workspace}. Ids and slugs are what counts.`,
    );
  return { ...operator(), workspaceId: found.id };
}

/** A path and fragment as a link of this installation. */
export const absoluteUrl = (path: string): string => settings().PUBLIC_URL + path;

/** Rows as aligned columns, the first row a heading. */
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
