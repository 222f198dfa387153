"use server";

import type { Result } from "@/lib/core/result";
import { memberAction } from "@/lib/features/server-action";
import { changeMember } from "./change-member";
import {
  changeMemberInput,
  inviteMemberInput,
  leaveWorkspaceInput,
  type MemberDto,
  removeMemberInput,
  revokeInvitationInput,
} from "./contract";
import { type CreatedInvitation, inviteMember } from "./invite-member";
import { leaveWorkspace } from "./leave-workspace";
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
