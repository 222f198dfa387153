import { z } from "zod";
import { cursorParameter } from "@/lib/core/cursor";
import { displayName } from "@/lib/core/display-name";
import { isStorable } from "@/lib/core/parse-input";
import { email, newPassword, typedPassword } from "@/lib/features/auth/contract";
import { MAX_SEARCH_LENGTH } from "./constants";

const access = z.enum(["none", "read", "edit"], { error: "Choose an access." });

/** A person added by an operator; without a password they get a one-time sign-in link. */
export const createUserInput = z.object({
  email,
  name: displayName,
  role: z.enum(["admin", "member"]),
  apiKeysAccess: access.default("read"),
  configurationAccess: access.default("read"),
  password: newPassword.optional(),
});
export type CreateUserInput = z.output<typeof createUserInput>;

const rights = {
  role: z.enum(["admin", "member"], { error: "Choose a role." }),
  apiKeysAccess: access,
  configurationAccess: access,
};

export const inviteMemberInput = z.object({ email, ...rights });
export type InviteMemberInput = z.output<typeof inviteMemberInput>;

export const revokeInvitationInput = z.object({ id: z.string().min(1) });
export type RevokeInvitationInput = z.output<typeof revokeInvitationInput>;

/**
 * `seen` is what the editor saw; without it the save always wins. A newer version may have set what they saw to a role
 * or an access that this one does not know.
 */
export const changeMemberInput = z.object({
  userId: z.string().min(1),
  ...rights,
  seen: z.object({ role: z.string(), apiKeysAccess: z.string(), configurationAccess: z.string() }).optional(),
});
export type ChangeMemberInput = z.output<typeof changeMemberInput>;

export const removeMemberInput = z.object({ userId: z.string().min(1) });
export type RemoveMemberInput = z.output<typeof removeMemberInput>;

export const leaveWorkspaceInput = z.object({});

/** What members and invitations are searched by: it is in the page's address. What cannot be in a name means all. */
export const memberFilters = z.object({
  search: z
    .string()
    .trim()
    .max(MAX_SEARCH_LENGTH)
    .refine((value) => !/\p{Cc}/u.test(value) && isStorable(value))
    .catch("")
    .default(""),
});

/** A request for a page of members or invitations. */
export const listMembersInput = memberFilters.extend({ cursor: cursorParameter });
export type ListMembersInput = z.output<typeof listMembersInput>;

const invitationToken = z
  .string()
  .min(1, "This link is incomplete. Copy all of it, to the last character after the #.")
  .max(200);

export const readInvitationInput = z.object({ token: invitationToken });

/** Somebody new to the installation says what they are called, and chooses a password. */
export const acceptInvitationInput = z.object({
  token: invitationToken,
  name: displayName,
  password: newPassword,
});
export type AcceptInvitationInput = z.output<typeof acceptInvitationInput>;

/** Somebody who is known proves who they are by their password, or is signed in already. */
export const joinWorkspaceInput = z.object({
  token: invitationToken,
  password: typedPassword,
});

/** An invitation that nobody has accepted yet. */
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
  /** Passed back as `cursor`, it gets the next page; null at the end. */
  nextCursor: string | null;
}

/** What the page of an invitation's link needs to know. */
export interface OpenInvitation {
  workspace: string;
  email: string;
  invitedBy: string;
  role: "admin" | "member";
  /** What is asked of whoever opened the link. */
  requires: "name and password" | "password" | "nothing";
  /** Whoever is signed in as somebody else, by e-mail address. */
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
  /** The id of the workspace's only admin, who cannot leave; null where there are several. */
  onlyAdminId: string | null;
  /** Passed back as `cursor`, it gets the next page; null at the end. */
  nextCursor: string | null;
}
