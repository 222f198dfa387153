"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { personAction, settle } from "../action";
import type { PersonActor } from "../actor";
import { actionBegins } from "../began";
import { AppError } from "../errors";
import { acceptInvitation, joinByInvitation } from "../members/accept-invitation";
import {
  acceptInvitationInput,
  type ChangePasswordInput,
  changePasswordInput,
  joinInput,
  type OpenInvitation,
  readInvitationInput,
  setUpInput,
  signInInput,
} from "../members/contract";
import { readInvitation } from "../members/read-invitation";
import type { Result } from "../result";
import { parseInput } from "../validate";
import { auth } from "./auth";
import { changePassword } from "./change-password";
import { endOtherSessionsInput, endSessionInput } from "./contract";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { deviceCookie } from "./known-device";
import { redeemLink } from "./redeem-link";
import { safeTarget } from "./safe-target";
import { clientAddress, currentPerson } from "./session";
import { setUp } from "./set-up";
import { signIn } from "./sign-in";
import { signOut } from "./sign-out";

// Whatever signs somebody in or out ends in a redirect: another person's page is another page.

/**
 * Runs what signs somebody in. The session that their browser brought along ends: nobody who knows it, or planted it
 * there, is signed in with them. The browser is known from then on.
 */
async function entering<T extends { userId: string }>(enter: () => Promise<T>): Promise<T> {
  const former = await currentPerson();
  const entered = await enter();
  if (former) await leave(former);
  (await cookies()).set(deviceCookie(entered.userId));
  return entered;
}

async function leave(former: PersonActor): Promise<void> {
  await endSession(former, { id: former.sessionId }).catch((error: unknown) => {
    // It ended by itself meanwhile.
    if (!(error instanceof AppError)) throw error;
  });
}

export async function signInAction(input: unknown, to: string): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(signInInput, input);
    const address = await clientAddress();
    const sent = await headers();
    await entering(() => signIn(parsed, address, sent));
    redirect(safeTarget(to));
  });
}

export async function setUpAction(input: unknown): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(setUpInput, input);
    const { workspaceSlug } = await setUp(parsed, await clientAddress());
    const { email, password } = parsed;
    const sent = await headers();
    await entering(async () => {
      const { user } = await auth().api.signInEmail({ body: { email, password }, headers: sent });
      return { userId: user.id };
    });
    redirect(`/${workspaceSlug}/configure/api-keys`);
  });
}

export async function redeemLinkAction(token: unknown): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(z.string().max(200), token, "LINK_NOT_VALID");
    const address = await clientAddress();
    const sent = await headers();
    await entering(() => redeemLink(parsed, address, sent));
    // The link removed the old password. Without a new one, signing out would lock the user out.
    redirect("/account/password");
  });
}

export async function signOutAction(): Promise<void> {
  actionBegins();
  await signOut(await currentPerson(), await headers());
  redirect("/sign-in");
}

export async function readInvitationAction(input: unknown): Promise<Result<OpenInvitation>> {
  return settle(
    async () => readInvitation(parseInput(readInvitationInput, input).token, await currentPerson()),
    "read",
  );
}

export async function acceptInvitationAction(input: unknown): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(acceptInvitationInput, input);
    const { userId, workspaceSlug } = await acceptInvitation(parsed, await clientAddress());
    const sent = await headers();
    await entering(() => auth().api.signInByLink({ body: { userId }, headers: sent }));
    redirect(`/${workspaceSlug}`);
  });
}

/** Joins as who is signed in; with a password, as the one whom the invitation is for. */
export async function joinAction(input: unknown): Promise<Result<never>> {
  return settle(async () => {
    const { token, password } = parseInput(joinInput, input);
    const person = await currentPerson();
    const { email, asks } = await readInvitation(token, person);
    if (person && asks === "nothing") {
      redirect(`/${(await joinByInvitation(person, token)).workspaceSlug}`);
    }
    const address = await clientAddress();
    const parsed = parseInput(signInInput, { email, password });
    const sent = await headers();
    const known = await entering(() => signIn(parsed, address, sent));
    redirect(`/${(await joinByInvitation({ ...known, address }, token)).workspaceSlug}`);
  });
}

export async function endSessionAction(input: unknown): Promise<Result<{ device: string }>> {
  return personAction(endSessionInput, input, endSession);
}

export async function endOtherSessionsAction(): Promise<Result<{ ended: number }>> {
  return personAction(endOtherSessionsInput, {}, endOtherSessions);
}

export async function changePasswordAction(input: unknown): Promise<Result<{ ended: number }>> {
  return personAction(changePasswordInput, input, savePassword);
}

/** Sets the first password, then continues to a path of this site. */
export async function setPasswordAction(input: unknown, to: string): Promise<Result<never>> {
  return personAction(changePasswordInput, input, async (person, parsed) => {
    await savePassword(person, parsed);
    redirect(safeTarget(to));
  });
}

async function savePassword(person: PersonActor, input: ChangePasswordInput): Promise<{ ended: number }> {
  const { ended, token } = await changePassword(person, input);
  const sent = await headers();
  await auth().api.giveToken({ body: { token }, headers: sent });
  return { ended };
}
