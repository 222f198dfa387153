import { transaction } from "@/db/client";
import { deleteOtherSessions } from "@/db/queries/sessions";
import type { PersonActor } from "../actor";
import { recordPersonal } from "./record-personal";

/** Ends every session of one's own but the one that asks. */
export async function endOtherSessions(person: PersonActor): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const ended = await deleteOtherSessions(tx, person.userId, person.sessionId);
    if (ended > 0) {
      await recordPersonal(tx, person, "user.sessions_ended", {
        sessions: { old: `${ended} ${ended === 1 ? "other" : "others"}` },
      });
    }
    return { ended };
  });
}
