import { transaction } from "@/db/client/client";
import { deleteSession } from "@/db/queries/sessions";
import { AppError } from "@/lib/core/errors";
import type { UserActor } from "@/lib/features/actor";
import type { EndSessionInput } from "./contract";
import { describeDevice } from "./describe-device";
import { recordAccountAudit } from "./internal";

/**
 * Ends one of the user's own sessions. Its next request is signed out, on every instance.
 * @throws AppError NOT_FOUND, also for another user's session
 */
export async function endSession(user: UserActor, input: EndSessionInput): Promise<{ device: string }> {
  return transaction(async (tx) => {
    const ended = await deleteSession(tx, user.userId, input.id);
    if (!ended) throw new AppError("NOT_FOUND", "This session has already ended.");
    const device = describeDevice(ended.userAgent);
    await recordAccountAudit(tx, user, "user.sessions_ended", { sessions: { old: device } });
    return { device };
  });
}
