import { transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { insertMember } from "@/db/queries/members";
import { insertUser, selectUserByEmail } from "@/db/queries/users";
import { displayEmail } from "@/lib/core/display-email";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { sortKey } from "@/lib/core/name-order";
import { type Actor, requireAdmin } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { hashNewPassword } from "@/lib/features/auth/passwords";
import type { CreateUserInput } from "./contract";
import { accessChanges } from "./internal";

interface CreatedUser {
  id: string;
  email: string;
  alreadyExisted: boolean;
  /** Path and fragment of a one-time sign-in link, for a new user without a password. */
  link: string | null;
}

/**
 * Adds a user to the workspace. An existing user keeps their name and password.
 * @throws AppError NAME_TAKEN for an existing member, INPUT_INVALID for a common password
 */
export async function createUser(actor: Actor, input: CreateUserInput): Promise<CreatedUser> {
  requireAdmin(actor);
  const passwordHash =
    input.password === undefined
      ? null
      : await hashNewPassword(input.password, "password", [input.name, input.email]);
  try {
    return await transaction(async (tx) => {
      const existing = await selectUserByEmail(tx, input.email);
      const user = existing ?? { id: newId("user"), name: input.name, email: input.email };
      if (!existing) {
        const account = passwordHash ? { id: newId("account"), passwordHash } : undefined;
        await insertUser(tx, { ...user, sortKey: sortKey(user.name) }, account);
      }
      const { role, apiKeysAccess, configurationAccess } = input;
      const access = { role, apiKeysAccess, configurationAccess };
      await insertMember(tx, actor.workspaceId, { userId: user.id, ...access });
      await recordAudit(tx, actor, {
        action: "member.added",
        target: { kind: "member", id: user.id, name: user.name },
        changes: accessChanges(access, "new"),
      });
      const link = existing || passwordHash ? null : await issueSignInLink(tx, user.id);
      return { id: user.id, email: displayEmail(user.email), alreadyExisted: existing !== undefined, link };
    });
  } catch (error) {
    if (isUniqueViolation(error, "members_workspace_id_user_id_pk")) {
      throw new AppError("NAME_TAKEN", `${displayEmail(input.email)} is already a member of this workspace.`);
    }
    throw error;
  }
}
