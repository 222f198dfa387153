import { transaction } from "@/db/client/client";
import { hashToken } from "@/lib/core/hash-token";
import { type JoiningUser, type JoinResult, join } from "./internal";

/**
 * Makes an existing user a member by an invitation to their email.
 * @throws AppError LINK_NOT_VALID; NOT_ALLOWED if the invitation is for another email
 */
export async function joinByInvitation(user: JoiningUser, token: string): Promise<JoinResult> {
  return transaction((tx) => join(tx, hashToken(token), user));
}
