import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { isUnavailable, isUnstorableText } from "@/db/client/errors";
import { markActionStarted } from "@/lib/core/action-context";
import { AppError } from "@/lib/core/errors";
import { logUnavailable, logUnexpected } from "@/lib/core/log";
import { parseInput } from "@/lib/core/parse-input";
import type { ActionError, Result } from "@/lib/core/result";
import type { MemberActor, UserActor } from "./actor";
import { currentMember, requireUser } from "./auth/session";

/**
 * Runs a verb for a server action: finds out who asks, parses, calls, and makes an expected failure a value.
 * The verb authorizes; this only makes sure that there is somebody.
 * @param workspace the slug in the page's address
 * @param input what the browser sent: anything at all
 * @param startedBy the id of the user whose page started this, for what may be sent after that user signed out: it is
 *   refused with SIGNED_IN_AS_ANOTHER when another user is signed in by then
 */
export async function memberAction<S extends z.ZodType, T>(
  workspace: string,
  schema: S,
  input: unknown,
  verb: (actor: MemberActor, input: z.output<S>) => Promise<T>,
  startedBy?: string,
): Promise<Result<T>> {
  return toResult(async () => {
    if (startedBy !== undefined) await requireSameUser(startedBy);
    return verb(await currentMember(workspace), parseInput(schema, input));
  });
}

/** Before the workspace is looked up: another user may not even know that it exists. */
async function requireSameUser(userId: string): Promise<void> {
  const { userId: current } = await requireUser();
  if (current !== userId) throw new AppError("SIGNED_IN_AS_ANOTHER");
}

/** The same for what is a person's own, in no workspace. */
export async function userAction<S extends z.ZodType, T>(
  schema: S,
  input: unknown,
  verb: (person: UserActor, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  return toResult(async () => verb(await requireUser(), parseInput(schema, input)));
}

/**
 * Turns a piece of work into a result: AppErrors as values, anything else logged and told without its innards.
 * @param kind of a write that got no answer nobody knows whether it was done; of a read there is nothing to know
 */
export async function toResult<T>(
  work: () => Promise<T>,
  kind: "read" | "write" = "write",
): Promise<Result<T>> {
  markActionStarted();
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, error: toActionError(error, kind) };
  }
}

const UNAVAILABLE_MESSAGES = {
  read: "The database does not answer. Try again in a moment.",
  write:
    "The database does not answer, so it is not known whether this was done. Look in a moment, then try again.",
};

const INTERNAL_ERROR_MESSAGES = {
  read: "Something broke on our side. Try again.",
  write: "Something broke on our side. Nothing was changed. Try again.",
};

function toActionError(error: unknown, kind: "read" | "write"): ActionError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, fields: error.fields };
  }
  if (isUnstorableText(error)) {
    const { code, message, fields } = new AppError(
      "INPUT_INVALID",
      "This holds a character that no text can.",
    );
    return { code, message, fields };
  }
  if (isUnavailable(error)) {
    const correlationId = randomUUID();
    logUnavailable(error, correlationId);
    const { code, message, fields } = new AppError("UNAVAILABLE", UNAVAILABLE_MESSAGES[kind]);
    return { code, message, fields, correlationId };
  }
  const unexpected = new AppError("INTERNAL_ERROR", INTERNAL_ERROR_MESSAGES[kind]);
  return {
    code: unexpected.code,
    message: unexpected.message,
    fields: {},
    correlationId: logUnexpected(error),
  };
}
