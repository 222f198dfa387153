import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { isUnavailable } from "@/db/errors";
import type { MemberActor, PersonActor } from "./actor";
import { currentMember, requirePerson } from "./auth/session";
import { AppError } from "./errors";
import { logUnavailable, logUnexpected } from "./log";
import type { ActionError, Result } from "./result";
import { parseInput } from "./validate";

/**
 * Runs a verb for a server action: finds out who asks, parses, calls, and makes an expected failure a value.
 * The verb authorizes; this only makes sure that there is somebody.
 * @param workspace the slug in the page's address
 * @param input what the browser sent: anything at all
 */
export async function memberAction<S extends z.ZodType, T>(
  workspace: string,
  schema: S,
  input: unknown,
  verb: (actor: MemberActor, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  return settle(async () => verb(await currentMember(workspace), parseInput(schema, input)));
}

/** The same for what is a person's own, in no workspace. */
export async function personAction<S extends z.ZodType, T>(
  schema: S,
  input: unknown,
  verb: (person: PersonActor, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  return settle(async () => verb(await requirePerson(), parseInput(schema, input)));
}

/** Turns a piece of work into a result: AppErrors as values, anything else logged and told without its innards. */
export async function settle<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toActionError(error) };
  }
}

function toActionError(error: unknown): ActionError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, fields: error.fields };
  }
  if (isUnavailable(error)) {
    const correlationId = randomUUID();
    logUnavailable(error, correlationId);
    const { code, message, fields } = new AppError(
      "UNAVAILABLE",
      "The database does not answer, so it is not known whether this was saved. Reload the page in a moment and look.",
    );
    return { code, message, fields, correlationId };
  }
  const unexpected = new AppError(
    "INTERNAL_ERROR",
    "Something broke on our side. Nothing was changed. Try again.",
  );
  return {
    code: unexpected.code,
    message: unexpected.message,
    fields: {},
    correlationId: logUnexpected(error),
  };
}
