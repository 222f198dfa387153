import { transaction } from "@/db/client/client";
import { deleteSession } from "@/db/queries/sessions";
import { AppError } from "@/lib/core/errors";
import type { UserActor } from "@/lib/features/actor";
import type { EndSessionInput } from "./contract";
import { describeDevice } from "./describe-device";
import { recordAccountAudit } from "./record-account-audit";

/**
 * Ends one of one's own sessions: its next request is signed out, on every instance.
 * @throws AppError NOT_FOUND, for somebody else's too
 */
export async function endSession(person: UserActor, input: EndSessionInput): Promise<{ device: string }> {
  return transaction(async (tx) => {
    const ended = await deleteSession(tx, person.userId, input.id);
    if (!ended) throw new AppError("NOT_FOUND", "This session has ended already.");
    const device = describeDevice(ended.userAgent);
    await recordAccountAudit(tx, person, "user.sessions_ended", { sessions: { old: device } });
    return { device };
  });
}
