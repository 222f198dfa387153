import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { newId } from "@/lib/core/ids";
import type { Actor } from "@/lib/features/actor";
import { listMembersInput } from "@/lib/features/members/contract";
import { listInvitations } from "@/lib/features/members/list-invitations";

// What the tests of members and invitations share.

/** The access of a member who is not an admin. */
export const MEMBER_ACCESS = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;

/** The token of a link: its fragment. */
export const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1);

export const newEmail = () => `${newId("user")}@example.com`;

/** The open invitations of a workspace. */
export const invitationsOf = async (actor: Actor) =>
  (await listInvitations(actor, listMembersInput.parse({}))).invitations;

/** The roles of a workspace's members, sorted. */
export const rolesOf = async (workspaceId: string) =>
  (await selectMembers(db(), workspaceId)).map(({ role }) => role).sort();
