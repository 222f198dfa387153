"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { markActionStarted } from "@/lib/core/action-context";
import { parseInput } from "@/lib/core/parse-input";
import type { Result } from "@/lib/core/result";
import type { UserActor } from "@/lib/features/actor";
import { toResult, userAction } from "@/lib/features/server-action";
import { auth } from "./auth";
import { changePassword } from "./change-password";
import {
  type ChangePasswordInput,
  changePasswordInput,
  createFirstAdminInput,
  endOtherSessionsInput,
  endSessionInput,
  signInInput,
} from "./contract";
import { createFirstAdmin } from "./create-first-admin";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { redeemLink } from "./redeem-link";
import { safeRedirect } from "./safe-redirect";
import { clientIp, currentUser } from "./session";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";
import { replaceSession } from "./start-session";

// Signing in and out ends in a redirect: the page that is open belongs to another user.

export async function signInAction(input: unknown, to: string): Promise<Result<never>> {
  return toResult(async () => {
    const parsed = parseInput(signInInput, input);
    const ipAddress = await clientIp();
    const sent = await headers();
    await replaceSession(() => signIn(parsed, ipAddress, sent));
    redirect(safeRedirect(to));
  });
}

export async function createFirstAdminAction(input: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const parsed = parseInput(createFirstAdminInput, input);
    const { workspaceSlug } = await createFirstAdmin(parsed, await clientIp());
    const { email, password } = parsed;
    const sent = await headers();
    await replaceSession(async () => {
      const { user } = await auth().api.signInByPassword({ body: { email, password }, headers: sent });
      return { userId: user.id };
    });
    redirect(`/${workspaceSlug}/configure/api-keys`);
  });
}

export async function redeemLinkAction(token: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const parsed = parseInput(z.string().max(200), token, "LINK_NOT_VALID");
    const ipAddress = await clientIp();
    const sent = await headers();
    await replaceSession(() => redeemLink(parsed, ipAddress, sent));
    // Redeeming the link removed the password. Without a new one, signing out would lock the user out.
    redirect("/account/password");
  });
}

export async function signOutAction(): Promise<void> {
  markActionStarted();
  await signOut(await currentUser(), await headers());
  redirect("/sign-in");
}

export async function endSessionAction(input: unknown): Promise<Result<{ device: string }>> {
  return userAction(endSessionInput, input, endSession);
}

export async function endOtherSessionsAction(): Promise<Result<{ ended: number }>> {
  return userAction(endOtherSessionsInput, {}, endOtherSessions);
}

export async function changePasswordAction(input: unknown): Promise<Result<{ ended: number }>> {
  return userAction(changePasswordInput, input, savePassword);
}

/** Sets the first password, then redirects to a path of this site. */
export async function setPasswordAction(input: unknown, to: string): Promise<Result<never>> {
  return userAction(changePasswordInput, input, async (user, parsed) => {
    await savePassword(user, parsed);
    redirect(safeRedirect(to));
  });
}

async function savePassword(user: UserActor, input: ChangePasswordInput): Promise<{ ended: number }> {
  const { ended, token } = await changePassword(user, input);
  const sent = await headers();
  await auth().api.setSessionToken({ body: { token }, headers: sent });
  return { ended };
}
