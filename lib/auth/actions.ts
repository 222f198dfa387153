"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { settle } from "../action";
import { setUpInput, signInInput } from "../members/contract";
import type { Result } from "../result";
import { parseInput } from "../validate";
import { auth } from "./auth";
import { redeemLink } from "./redeem-link";
import { safeTarget } from "./safe-target";
import { clientAddress } from "./session";
import { setUp } from "./set-up";
import { signIn } from "./sign-in";

// Each ends in a redirect: the answer to the action itself would still be rendered with the old cookie.

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
