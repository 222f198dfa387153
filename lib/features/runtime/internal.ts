import { type Tx, transaction } from "@/db/client/client";
import { type LiveConversation, lockConversation } from "@/db/queries/live-conversations";
import { DAY_MS } from "@/lib/core/durations";
import { AppError } from "@/lib/core/errors";
import { jsonLimitViolation, MAX_JSON_VALUES } from "@/lib/core/json-limits";
import type { RuntimeActor } from "@/lib/features/actor";

/**
 * Runs a write on a conversation that is in progress. The conversation's row is locked, so writes run one at a time.
 * @throws AppError CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function withLiveConversation<T>(
  { workspaceId, agentId }: RuntimeActor,
  id: string,
  write: (tx: Tx, conversation: LiveConversation) => Promise<T>,
): Promise<T> {
  return transaction(async (tx) => {
    const conversation = await lockConversation(tx, workspaceId, agentId, id);
    if (!conversation) throw new AppError("CONVERSATIONS_NOT_FOUND");
    if (!conversation.inProgress) throw new AppError("CONVERSATION_ENDED");
    return write(tx, conversation);
  });
}

/** Bytes of state, and of metrics, that a live conversation may collect. Every later write reads all of them. */
const MAX_BYTES = 1024 * 1024;

/**
 * Checks that a write keeps a live conversation's state or metrics within the size limit. Text that is over the limit
 * already may still shrink.
 * @throws AppError RUNTIME_VALIDATION_FAILED
 */
export function assertWithinSizeLimit(what: "state" | "metrics", before: string, after: string): void {
  if (after.length <= before.length) return;
  if (Buffer.byteLength(after) <= MAX_BYTES && !jsonLimitViolation(after)) return;
  throw new AppError(
    "RUNTIME_VALIDATION_FAILED",
    `The conversation's ${what} would exceed 1 MiB or ${MAX_JSON_VALUES} values.`,
  );
}

/** How far a runtime's clock may be ahead of the database's. */
const MAX_CLOCK_SKEW_MS = DAY_MS;

/**
 * Checks that a time that the runtime sent is at most a day after now, by the database's clock.
 * @throws AppError RUNTIME_VALIDATION_FAILED
 */
export function assertNotInFuture(field: "started_at" | "ended_at", time: Date, now: Date): void {
  if (time.getTime() <= now.getTime() + MAX_CLOCK_SKEW_MS) return;
  throw invalidField(field, "must be at most a day after now");
}

/** @param problem in words that follow the field name */
export const invalidField = (field: string, problem: string): AppError =>
  new AppError("RUNTIME_VALIDATION_FAILED", `${field} ${problem}.`, { [field]: problem });

/** Whole seconds between two instants, limited to what a PostgreSQL integer can store. */
export const secondsBetween = (from: Date, to: Date): number =>
  Math.min(2_147_483_647, Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000)));
