import { transaction } from "@/db/client/client";
import { upsertInvitation } from "@/db/queries/invitations";
import { lockAdmins, selectMember } from "@/db/queries/members";
import { selectUserByEmail } from "@/db/queries/users";
import { selectWorkspace } from "@/db/queries/workspaces";
import { settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { newId } from "@/lib/core/ids";
import { isMailConfigured, sendMail } from "@/lib/core/send-mail";
import { type Actor, actorName, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { generateToken } from "@/lib/features/auth/one-time-links";
import type { InvitationDto, InviteMemberInput } from "./contract";
import { auditAccess, toInvitationDto } from "./internal";
import { requireInvitationQuota } from "./invitation-limits";
import { assertAdminRemains } from "./last-admin";

const INVITATION_DAYS = 7;

/** What an invitation is answered with: the one time that its link leaves the server. */
export interface CreatedInvitation {
  invitation: InvitationDto;
  /** Path and fragment; the token stands after the `#`, which browsers send to nobody. */
  link: string;
  /** Whether the link was mailed too; null where there is no mail server. */
  mailed: boolean | null;
}

/**
 * Invites somebody by a link that works once, within seven days. Inviting the same address again makes a new link in
 * place of the old one. With a mail server the link is mailed as well, once the invitation stands.
 * @throws AppError NAME_TAKEN when they are a member already, NOT_ALLOWED when the actor was demoted meanwhile,
 *   TOO_MANY_INVITATIONS
 */
export async function inviteMember(actor: Actor, input: InviteMemberInput): Promise<CreatedInvitation> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const token = generateToken();
  const link = `/invite#${token}`;
  const { invitation, workspace } = await transaction(async (tx) => {
    // Whoever ceases to be an admin meanwhile leaves no invitation behind.
    assertAdminRemains(await lockAdmins(tx, workspaceId), actor, null);
    const known = await selectUserByEmail(tx, input.email);
    if (known && (await selectMember(tx, workspaceId, known.id))) {
      const message = `${input.email} is a member of this workspace already.`;
      throw new AppError("NAME_TAKEN", message, { email: message });
    }
    await requireInvitationQuota(tx, workspaceId, input.email);
    const row = await upsertInvitation(
      tx,
      workspaceId,
      {
        id: newId("invitation"),
        ...input,
        tokenHash: hashToken(token),
        invitedByName: actorName(actor),
        invitedById: actor.kind === "member" ? actor.userId : null,
      },
      INVITATION_DAYS,
    );
    const rights = Object.entries(auditAccess(input)).map(([field, value]) => [field, { new: value }]);
    await recordAudit(tx, actor, {
      action: "member.invited",
      target: { kind: "invitation", id: row.id, name: row.email },
      changes: Object.fromEntries(rights),
    });
    return { invitation: toInvitationDto(row), workspace: await selectWorkspace(tx, workspaceId) };
  });
  if (!isMailConfigured()) return { invitation, link, mailed: null };
  const mailed = await sendMail({
    to: invitation.email,
    subject: `${invitation.invitedBy} invites you to ${workspace?.name} on Agent Studio`,
    text: [
      `${invitation.invitedBy} invites you to the workspace ${workspace?.name} on Agent Studio.`,
      "",
      `Join with this link, which works once, until ${invitation.expiresAt.slice(0, 10)} (UTC):`,
      settings().PUBLIC_URL + link,
      "",
      "If you did not expect this, do nothing: nobody joins without opening the link.",
    ].join("\n"),
  });
  return { invitation, link, mailed };
}
