import { transaction } from "@/db/client/client";
import { deleteOtherSessions } from "@/db/queries/sessions";
import { selectUserByEmail } from "@/db/queries/users";
import { selectWorkspacesForUser } from "@/db/queries/workspaces";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import type { OperatorActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";

/**
 * Signs a user out on every device, and records it in the audit log of each of their workspaces. They keep their password.
 * @throws AppError NOT_FOUND
 */
export async function endUserSessions(
  operator: Omit<OperatorActor, "workspaceId">,
  email: string,
): Promise<{ ended: number }> {
  return transaction(async (tx) => {
    const user = await selectUserByEmail(tx, email);
    if (!user) throw new AppError("NOT_FOUND", `No user has the email ${displayEmail(email)}.`);
    const ended = await deleteOtherSessions(tx, user.id, null);
    if (ended === 0) return { ended };
    for (const workspace of await selectWorkspacesForUser(tx, user.id)) {
      await recordAudit(
        tx,
        { ...operator, workspaceId: workspace.id },
        {
          action: "user.signed_out",
          target: { kind: "user", id: user.id, name: user.name },
          changes: { sessions: { old: String(ended) } },
        },
      );
    }
    return { ended };
  });
}
