"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { markActionStarted } from "@/lib/core/action-context";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { Result } from "@/lib/core/result";
import type { UserActor } from "@/lib/features/actor";
import { acceptInvitation, joinByInvitation } from "@/lib/features/members/accept-invitation";
import {
  acceptInvitationInput,
  type ChangePasswordInput,
  changePasswordInput,
  createFirstAdminInput,
  joinWorkspaceInput,
  type OpenInvitation,
  readInvitationInput,
  signInInput,
} from "@/lib/features/members/contract";
import { readInvitation } from "@/lib/features/members/read-invitation";
import { toResult, userAction } from "@/lib/features/server-action";
import { auth } from "./auth";
import { changePassword } from "./change-password";
import { endOtherSessionsInput, endSessionInput } from "./contract";
import { createFirstAdmin } from "./create-first-admin";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { deviceCookie } from "./known-device";
import { redeemLink } from "./redeem-link";
import { safeRedirect } from "./safe-redirect";
import { clientIp, currentUser } from "./session";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

// Whatever signs somebody in or out ends in a redirect: another person's page is another page.

/**
 * Runs what signs somebody in. The session that their browser brought along ends: nobody who knows it, or planted it
 * there, is signed in with them. The browser is known from then on.
 */
async function replaceSession<T extends { userId: string }>(enter: () => Promise<T>): Promise<T> {
  const former = await currentUser();
  const entered = await enter();
  if (former) await endPreviousSession(former);
  (await cookies()).set(deviceCookie(entered.userId));
  return entered;
}

async function endPreviousSession(former: UserActor): Promise<void> {
  await endSession(former, { id: former.sessionId }).catch((error: unknown) => {
    // It ended by itself meanwhile.
    if (!(error instanceof AppError)) throw error;
  });
}

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
      const { user } = await auth().api.signInEmail({ body: { email, password }, headers: sent });
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
    // The link removed the old password. Without a new one, signing out would lock the user out.
    redirect("/account/password");
  });
}

export async function signOutAction(): Promise<void> {
  markActionStarted();
  await signOut(await currentUser(), await headers());
  redirect("/sign-in");
}

export async function readInvitationAction(input: unknown): Promise<Result<OpenInvitation>> {
  return toResult(
    async () => readInvitation(parseInput(readInvitationInput, input).token, await currentUser()),
    "read",
  );
}

export async function acceptInvitationAction(input: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const parsed = parseInput(acceptInvitationInput, input);
    const { userId, workspaceSlug } = await acceptInvitation(parsed, await clientIp());
    const sent = await headers();
    await replaceSession(() => auth().api.signInByLink({ body: { userId }, headers: sent }));
    redirect(`/${workspaceSlug}`);
  });
}

/** Joins as who is signed in; with a password, as the one whom the invitation is for. */
export async function joinWorkspaceAction(input: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const { token, password } = parseInput(joinWorkspaceInput, input);
    const person = await currentUser();
    const { email, requires } = await readInvitation(token, person);
    if (person && requires === "nothing") {
      redirect(`/${(await joinByInvitation(person, token)).workspaceSlug}`);
    }
    const ipAddress = await clientIp();
    const parsed = parseInput(signInInput, { email, password });
    const sent = await headers();
    const known = await replaceSession(() => signIn(parsed, ipAddress, sent));
    redirect(`/${(await joinByInvitation({ ...known, ipAddress }, token)).workspaceSlug}`);
  });
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

/** Sets the first password, then continues to a path of this site. */
export async function setPasswordAction(input: unknown, to: string): Promise<Result<never>> {
  return userAction(changePasswordInput, input, async (person, parsed) => {
    await savePassword(person, parsed);
    redirect(safeRedirect(to));
  });
}

async function savePassword(person: UserActor, input: ChangePasswordInput): Promise<{ ended: number }> {
  const { ended, token } = await changePassword(person, input);
  const sent = await headers();
  await auth().api.setSessionToken({ body: { token }, headers: sent });
  return { ended };
}
