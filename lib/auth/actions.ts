"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { personAction, settle } from "../action";
import { acceptInvitation, joinByInvitation } from "../members/accept-invitation";
import {
  acceptInvitationInput,
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
import { redeemLink } from "./redeem-link";
import { safeTarget } from "./safe-target";
import { clientAddress, currentPerson } from "./session";
import { setUp } from "./set-up";
import { signIn } from "./sign-in";

// Whatever sets or clears the cookie ends in a redirect: the answer to the action itself would still be rendered with the old cookie.

export async function signInAction(input: unknown, to: string): Promise<Result<never>> {
  return settle(async () => {
    await signIn(parseInput(signInInput, input), await clientAddress(), await headers());
    redirect(safeTarget(to));
  });
}

export async function setUpAction(input: unknown): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(setUpInput, input);
    const { workspaceSlug } = await setUp(parsed, await clientAddress());
    await auth().api.signInEmail({
      body: { email: parsed.email, password: parsed.password },
      headers: await headers(),
    });
    redirect(`/${workspaceSlug}/configure/api-keys`);
  });
}

export async function redeemLinkAction(token: unknown): Promise<Result<never>> {
  return settle(async () => {
    await redeemLink(parseInput(z.string().max(200), token, "LINK_NOT_VALID"), await headers());
    redirect("/");
  });
}

export async function signOutAction(): Promise<void> {
  await auth().api.signOut({ headers: await headers() });
  redirect("/sign-in");
}

export async function readInvitationAction(input: unknown): Promise<Result<OpenInvitation>> {
  return settle(async () =>
    readInvitation(parseInput(readInvitationInput, input).token, await currentPerson()),
  );
}

export async function acceptInvitationAction(input: unknown): Promise<Result<never>> {
  return settle(async () => {
    const parsed = parseInput(acceptInvitationInput, input);
    const { userId, workspaceSlug } = await acceptInvitation(parsed, await clientAddress());
    await auth().api.signInByLink({ body: { userId }, headers: await headers() });
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
    const known = await signIn(parseInput(signInInput, { email, password }), address, await headers());
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
  return personAction(changePasswordInput, input, changePassword);
}
