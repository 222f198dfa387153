import { transaction } from "@/db/client";
import { deleteSession } from "@/db/queries/sessions";
import type { PersonActor } from "../actor";
import { AppError } from "../errors";
import type { EndSessionInput } from "./contract";
import { describeDevice } from "./device";
import { recordPersonal } from "./record-personal";

/**
 * Ends one of one's own sessions: its next request is signed out, on every instance.
 * @throws AppError NOT_FOUND, for somebody else's too
 */
export async function endSession(person: PersonActor, input: EndSessionInput): Promise<{ device: string }> {
  return transaction(async (tx) => {
    const ended = await deleteSession(tx, person.userId, input.id);
    if (!ended) throw new AppError("NOT_FOUND", "This session has ended already.");
    const device = describeDevice(ended.userAgent);
    await recordPersonal(tx, person, "user.sessions_ended", { sessions: { old: device } });
    return { device };
  });
}
