import { transaction } from "@/db/client/client";
import { deleteOtherSessions } from "@/db/queries/sessions";
import type { UserActor } from "@/lib/features/actor";
import { recordAccountAudit } from "./internal";

/** Ends all sessions of the user except the current one. */
export async function endOtherSessions(user: UserActor): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await deleteOtherSessions(tx, user.userId, user.sessionId);
    if (ended > 0) {
      await recordAccountAudit(tx, user, "user.sessions_ended", {
        sessions: { old: `${ended} ${ended === 1 ? "other" : "others"}` },
      });
    }
    return { ended };
  });
}
