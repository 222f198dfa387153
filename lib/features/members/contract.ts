import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { displayName } from "@/lib/core/display-name";
import { searchText, strictSearchText } from "@/lib/core/search-text-schema";
import { email, newPassword, typedPassword } from "@/lib/features/auth/contract";

const access = z.enum(["none", "read", "edit"], { error: "Select an access level." });

/** A user added by an operator. Without a password, they get a one-time sign-in link. */
export const createUserInput = z.object({
  email,
  name: displayName,
  role: z.enum(["admin", "member"]),
  apiKeysAccess: access.default("read"),
  configurationAccess: access.default("read"),
  password: newPassword.optional(),
});
export type CreateUserInput = z.output<typeof createUserInput>;

const accessFields = {
  role: z.enum(["admin", "member"], { error: "Select a role." }),
  apiKeysAccess: access,
  configurationAccess: access,
};

export const inviteMemberInput = z.object({ email, ...accessFields });
export type InviteMemberInput = z.output<typeof inviteMemberInput>;

export const revokeInvitationInput = z.object({ id: z.string().min(1) });
export type RevokeInvitationInput = z.output<typeof revokeInvitationInput>;

/**
 * `seen` is the access that the editor was shown. Without it, the save always succeeds. It is a string because a newer
 * version may have stored a role or an access level that this version does not know.
 */
export const changeMemberInput = z.object({
  userId: z.string().min(1),
  ...accessFields,
  seen: z.object({ role: z.string(), apiKeysAccess: z.string(), configurationAccess: z.string() }).optional(),
});
export type ChangeMemberInput = z.output<typeof changeMemberInput>;

export const removeMemberInput = z.object({ userId: z.string().min(1) });
export type RemoveMemberInput = z.output<typeof removeMemberInput>;

export const leaveWorkspaceInput = z.object({});

/** The search in the page's URL. Text that no name can contain matches everything. */
export const memberFilters = z.object({ search: searchText });

/** A request for a page of members or invitations. An invalid search is an error. */
export const listMembersInput = memberFilters.extend({ search: strictSearchText, cursor: cursorParameter });
export type ListMembersInput = z.output<typeof listMembersInput>;

const invitationToken = z
  .string()
  .min(1, "This link is incomplete. Copy the whole link, including everything after the #.")
  .max(200);

export const readInvitationInput = z.object({ token: invitationToken });

/** For an invited user without an account. */
export const acceptInvitationInput = z.object({
  token: invitationToken,
  name: displayName,
  password: newPassword,
});
export type AcceptInvitationInput = z.output<typeof acceptInvitationInput>;

/** For an invited user with an account. The password is empty if they are signed in. */
export const joinWorkspaceInput = z.object({
  token: invitationToken,
  password: typedPassword,
});

/** An open invitation. It may have expired. */
export interface InvitationDto {
  id: string;
  email: string;
  role: "admin" | "member";
  access: MemberDto["access"];
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}

export interface InvitationPage {
  invitations: InvitationDto[];
  /** The `cursor` of the next page; null on the last page. */
  nextCursor: string | null;
}

/** What the page of an invitation link shows. */
export interface OpenInvitation {
  workspace: string;
  email: string;
  invitedBy: string;
  role: "admin" | "member";
  /** What the user must enter to join. */
  requires: "name and password" | "password" | "nothing";
  /** The email of another user who is signed in to this browser; null if there is none. */
  signedInAs: string | null;
}

export interface MemberDto {
  userId: string;
  name: string;
  email: string;
  role: "admin" | "member";
  access: { api_keys: "none" | "read" | "edit"; response_configuration: "none" | "read" | "edit" };
  createdAt: string;
}

export interface MemberPage {
  members: MemberDto[];
  /** The ID of the workspace's only admin, who cannot leave; null with several admins. */
  onlyAdminId: string | null;
  /** The `cursor` of the next page; null on the last page. */
  nextCursor: string | null;
}
