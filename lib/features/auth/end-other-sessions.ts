import { transaction } from "@/db/client/client";
import { deleteOtherSessions } from "@/db/queries/sessions";
import type { UserActor } from "@/lib/features/actor";
import { recordAccountAudit } from "./record-account-audit";

/** Ends every session of one's own but the one that asks. */
export async function endOtherSessions(person: UserActor): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await deleteOtherSessions(tx, person.userId, person.sessionId);
    if (ended > 0) {
      await recordAccountAudit(tx, person, "user.sessions_ended", {
        sessions: { old: `${ended} ${ended === 1 ? "other" : "others"}` },
      });
    }
    return { ended };
  });
}
