"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { parseInput } from "@/lib/core/parse-input";
import type { Result } from "@/lib/core/result";
import { auth } from "@/lib/features/auth/auth";
import { signInInput } from "@/lib/features/auth/contract";
import { clientIp, currentUser } from "@/lib/features/auth/session";
import { signIn } from "@/lib/features/auth/sign-in";
import { replaceSession } from "@/lib/features/auth/start-session";
import { memberAction, toResult } from "@/lib/features/server-action";
import { acceptInvitation } from "./accept-invitation";
import { changeMember } from "./change-member";
import {
  acceptInvitationInput,
  changeMemberInput,
  inviteMemberInput,
  joinWorkspaceInput,
  leaveWorkspaceInput,
  type MemberDto,
  type OpenInvitation,
  readInvitationInput,
  removeMemberInput,
  revokeInvitationInput,
} from "./contract";
import { type CreatedInvitation, inviteMember } from "./invite-member";
import { joinByInvitation } from "./join-by-invitation";
import { leaveWorkspace } from "./leave-workspace";
import { readInvitation } from "./read-invitation";
import { removeMember } from "./remove-member";
import { revokeInvitation } from "./revoke-invitation";

export async function inviteMemberAction(
  workspace: string,
  input: unknown,
): Promise<Result<CreatedInvitation>> {
  return memberAction(workspace, inviteMemberInput, input, inviteMember);
}

export async function revokeInvitationAction(
  workspace: string,
  input: unknown,
): Promise<Result<{ id: string; email: string }>> {
  return memberAction(workspace, revokeInvitationInput, input, revokeInvitation);
}

export async function changeMemberAction(workspace: string, input: unknown): Promise<Result<MemberDto>> {
  return memberAction(workspace, changeMemberInput, input, changeMember);
}

export async function removeMemberAction(
  workspace: string,
  input: unknown,
): Promise<Result<{ userId: string; name: string }>> {
  return memberAction(workspace, removeMemberInput, input, removeMember);
}

export async function leaveWorkspaceAction(workspace: string): Promise<Result<{ userId: string }>> {
  return memberAction(workspace, leaveWorkspaceInput, {}, leaveWorkspace);
}

export async function readInvitationAction(input: unknown): Promise<Result<OpenInvitation>> {
  return toResult(
    async () => readInvitation(parseInput(readInvitationInput, input).token, await currentUser()),
    "read",
  );
}

/** Joins as a new user and signs them in. */
export async function acceptInvitationAction(input: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const parsed = parseInput(acceptInvitationInput, input);
    const { userId, workspaceSlug } = await acceptInvitation(parsed, await clientIp());
    const sent = await headers();
    await replaceSession(() => auth().api.signInByLink({ body: { userId }, headers: sent }));
    redirect(`/${workspaceSlug}`);
  });
}

/** Joins as the signed-in user if the invitation is theirs; otherwise signs the invited user in by password first. */
export async function joinWorkspaceAction(input: unknown): Promise<Result<never>> {
  return toResult(async () => {
    const { token, password } = parseInput(joinWorkspaceInput, input);
    const user = await currentUser();
    const { email, requires } = await readInvitation(token, user);
    if (user && requires === "nothing") {
      redirect(`/${(await joinByInvitation(user, token)).workspaceSlug}`);
    }
    const ipAddress = await clientIp();
    const parsed = parseInput(signInInput, { email, password });
    const sent = await headers();
    const signedIn = await replaceSession(() => signIn(parsed, ipAddress, sent));
    redirect(`/${(await joinByInvitation({ ...signedIn, ipAddress }, token)).workspaceSlug}`);
  });
}
