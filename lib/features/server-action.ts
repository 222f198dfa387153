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
 * Runs a verb for a server action: authenticates, parses the input, calls the verb, and returns expected errors as values.
 * The verb authorizes.
 * @param workspace the slug in the page's URL
 * @param input untrusted
 * @param startedBy the ID of the user whose page started the action, for actions that may be sent after that user has signed
 *   out. They fail with SIGNED_IN_AS_ANOTHER if another user is signed in.
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

/** Runs before the workspace is read: another user must not learn whether it exists. */
async function requireSameUser(userId: string): Promise<void> {
  const { userId: current } = await requireUser();
  if (current !== userId) throw new AppError("SIGNED_IN_AS_ANOTHER");
}

/** memberAction for verbs on the user's own account. */
export async function userAction<S extends z.ZodType, T>(
  schema: S,
  input: unknown,
  verb: (user: UserActor, input: z.output<S>) => Promise<T>,
): Promise<Result<T>> {
  return toResult(async () => verb(await requireUser(), parseInput(schema, input)));
}

/**
 * Runs a function and returns its errors as values: an AppError as it is, any other error logged and without its details.
 * @param kind "write" if an error may mean that a change was saved, which the message then says
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
  read: "The database isn’t responding. Try again in a moment.",
  write:
    "The database isn’t responding. Your change may or may not have been saved: check in a moment, then try again.",
};

const INTERNAL_ERROR_MESSAGES = {
  read: "Something went wrong on our side. Try again.",
  write: "Something went wrong on our side. Nothing was changed. Try again.",
};

function toActionError(error: unknown, kind: "read" | "write"): ActionError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, fields: error.fields };
  }
  if (isUnstorableText(error)) {
    const { code, message, fields } = new AppError(
      "INPUT_INVALID",
      "This contains a character that can’t be stored.",
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
