import { reader } from "@/db/client";
import { takeSignInLink } from "@/db/queries/one-time-links";
import { AppError } from "../errors";
import { auth } from "./auth";
import { hashToken } from "./one-time-links";

/**
 * Uses a one-time sign-in link up and signs its person in.
 * @throws AppError LINK_NOT_VALID when it is unknown, used or expired
 */
export async function redeemLink(token: string, headers: Headers): Promise<void> {
  const userId = await takeSignInLink(reader(), hashToken(token));
  if (!userId) throw new AppError("LINK_NOT_VALID");
  await auth().api.signInByLink({ body: { userId }, headers });
}
