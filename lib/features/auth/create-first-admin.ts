import { db, transaction } from "@/db/client/client";
import { anyMemberExists, insertMember } from "@/db/queries/members";
import { deleteSetupLinks, lockSetup, setupLinkExists } from "@/db/queries/one-time-links";
import { insertUser, selectUserByEmail } from "@/db/queries/users";
import { insertWorkspace, selectAllWorkspaces } from "@/db/queries/workspaces";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { newId } from "@/lib/core/ids";
import { sortByName, sortKey } from "@/lib/core/name-order";
import { slugify } from "@/lib/core/slug";
import type { MemberActor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { CreateFirstAdminInput } from "./contract";
import { hashNewPassword } from "./passwords";

/**
 * Creates the first admin, as an admin of every existing workspace or of a new first one. Of concurrent requests exactly
 * one succeeds.
 * @throws AppError LINK_NOT_VALID, INPUT_INVALID for a common password, NAME_TAKEN for an existing email, SETUP_DONE once
 *   any member exists
 */
export async function createFirstAdmin(
  input: CreateFirstAdminInput,
  address: string | null,
): Promise<{ workspaceSlug: string }> {
  const tokenHash = hashToken(input.token);
  await requireSetupOpen(db(), tokenHash);
  // Hashing takes tens of milliseconds: so it is outside the transaction, and only with a valid link.
  const passwordHash = await hashNewPassword(input.password, "password", [input.name, input.email]);

  return transaction(async (tx) => {
    await lockSetup(tx);
    await requireSetupOpen(tx, tokenHash);
    if (await selectUserByEmail(tx, input.email)) {
      const message = "This email is already in use. Use another one.";
      throw new AppError("NAME_TAKEN", message, { email: message });
    }
    const workspaces = sortByName(await selectAllWorkspaces(tx));
    const created = workspaces.length === 0;
    if (created) {
      const name = input.workspace || "My workspace";
      const id = newId("workspace");
      const workspace = { id, name, slug: slugify(name, id.replace("ws-", "workspace-")) };
      await insertWorkspace(tx, workspace);
      workspaces.push(workspace);
    }
    const user = { id: newId("user"), name: input.name, email: input.email };
    await insertUser(tx, { ...user, sortKey: sortKey(user.name) }, { id: newId("account"), passwordHash });
    for (const workspace of workspaces) {
      const actor = firstAdminActor(user, workspace.id, address);
      if (created) {
        await recordAudit(tx, actor, {
          action: "workspace.created",
          target: { kind: "workspace", ...workspace },
        });
      }
      await insertMember(tx, workspace.id, { userId: user.id, role: "admin" });
      await recordAudit(tx, actor, {
        action: "member.added",
        target: { kind: "member", id: user.id, name: user.name },
        changes: { role: { new: "admin" } },
      });
    }
    await deleteSetupLinks(tx);
    return { workspaceSlug: workspaces[0]?.slug ?? "" };
  });
}

async function requireSetupOpen(db: Parameters<typeof anyMemberExists>[0], tokenHash: Buffer): Promise<void> {
  if (await anyMemberExists(db)) throw new AppError("SETUP_DONE");
  if (!(await setupLinkExists(db, tokenHash))) {
    throw new AppError(
      "LINK_NOT_VALID",
      "This setup link isn’t valid. Restart the server to print a new one.",
    );
  }
}

const firstAdminActor = (
  user: { id: string; name: string; email: string },
  workspaceId: string,
  ipAddress: string | null,
): MemberActor => ({
  kind: "member",
  workspaceId,
  userId: user.id,
  name: user.name,
  email: user.email,
  role: "admin",
  access: { api_keys: "edit", response_configuration: "edit" },
  ipAddress,
});
