import { transaction } from "@/db/client";
import { upsertInvitation } from "@/db/queries/invitations";
import { selectMember, selectUserByEmail } from "@/db/queries/people";
import { type Actor, requireAdmin } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { hashToken, newToken } from "../auth/one-time-links";
import { AppError } from "../errors";
import { newId } from "../ids";
import type { InvitationDto, InviteMemberInput } from "./contract";
import { toInvitationDto, toldRights } from "./to-dto";

const DAYS = 7;

/** What an invitation is answered with: the one time that its link leaves the server. */
export interface CreatedInvitation {
  invitation: InvitationDto;
  /** Path and fragment; the token stands after the `#`, which browsers send to nobody. */
  link: string;
}

/**
 * Invites somebody by a link that works once, within seven days. Inviting the same address again makes a new link in
 * place of the old one.
 * @throws AppError NAME_TAKEN when they are a member already
 */
export async function inviteMember(actor: Actor, input: InviteMemberInput): Promise<CreatedInvitation> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const token = newToken();
  return transaction(async (tx) => {
    const known = await selectUserByEmail(tx, input.email);
    if (known && (await selectMember(tx, workspaceId, known.id))) {
      const message = `${input.email} is a member of this workspace already.`;
      throw new AppError("NAME_TAKEN", message, { email: message });
    }
    const row = await upsertInvitation(
      tx,
      workspaceId,
      {
        id: newId("invitation"),
        ...input,
        tokenHash: hashToken(token),
        invitedByName: actor.kind === "system" ? "Agent Studio" : actor.name,
      },
      DAYS,
    );
    const rights = Object.entries(toldRights(input)).map(([field, value]) => [field, { new: value }]);
    await recordAudit(tx, actor, {
      action: "member.invited",
      target: { kind: "invitation", id: row.id, name: row.email },
      changes: Object.fromEntries(rights),
    });
    return { invitation: toInvitationDto(row), link: `/invite#${token}` };
  });
}
