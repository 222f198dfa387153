import { transaction } from "@/db/client/client";
import { upsertInvitation } from "@/db/queries/invitations";
import { lockAdmins, selectMember } from "@/db/queries/members";
import { selectUserByEmail } from "@/db/queries/users";
import { selectWorkspace } from "@/db/queries/workspaces";
import { isolated } from "@/lib/core/bidi";
import { displayEmail } from "@/lib/core/display-email";
import { settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { newId } from "@/lib/core/ids";
import { isMailConfigured, sendMail } from "@/lib/core/send-mail";
import { type Actor, actorName, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { generateToken } from "@/lib/features/auth/one-time-links";
import type { InvitationDto, InviteMemberInput } from "./contract";
import { accessChanges, toInvitationDto } from "./internal";
import { requireInvitationQuota } from "./invitation-limits";
import { assertAdminRemains } from "./last-admin";

const INVITATION_DAYS = 7;

/** A new invitation with its link, which the server returns this one time only. */
export interface CreatedInvitation {
  invitation: InvitationDto;
  /** Path and fragment. The token is in the fragment, which browsers don't send. */
  link: string;
  /** Whether the link was emailed; null without a mail server. */
  mailed: boolean | null;
}

/**
 * Invites an email by a link that works once, within 7 days. Inviting it again replaces the link. With a mail server, the link
 * is also emailed after the transaction has committed.
 * @throws AppError NAME_TAKEN for an existing member, NOT_ALLOWED if the actor has been demoted, TOO_MANY_INVITATIONS
 */
export async function inviteMember(actor: Actor, input: InviteMemberInput): Promise<CreatedInvitation> {
  requireAdmin(actor);
  const { workspaceId } = actor;
  const token = generateToken();
  const link = `/invite#${token}`;
  const { invitation, workspace } = await transaction(async (tx) => {
    // An admin who is demoted at the same time creates no invitation.
    assertAdminRemains(await lockAdmins(tx, workspaceId), actor, null);
    const existing = await selectUserByEmail(tx, input.email);
    if (existing && (await selectMember(tx, workspaceId, existing.id))) {
      const message = isolated`${displayEmail(input.email)} is already a member of this workspace.`;
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
    await recordAudit(tx, actor, {
      action: "member.invited",
      target: { kind: "invitation", id: row.id, name: displayEmail(row.email) },
      changes: accessChanges(input, "new"),
    });
    return { invitation: toInvitationDto(row), workspace: await selectWorkspace(tx, workspaceId) };
  });
  if (!isMailConfigured()) return { invitation, link, mailed: null };
  const mailed = await sendMail({
    to: input.email,
    subject: isolated`${invitation.invitedBy} invited you to ${workspace?.name} on Agent Studio`,
    text: [
      isolated`${invitation.invitedBy} invited you to ${workspace?.name} on Agent Studio.`,
      "",
      `To join, open this link. It works once, until ${invitation.expiresAt.slice(0, 10)} (UTC):`,
      settings().PUBLIC_URL + link,
      "",
      "If you did not expect this invitation, you can ignore this email.",
    ].join("\n"),
  });
  return { invitation, link, mailed };
}
