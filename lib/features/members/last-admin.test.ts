import { describe, expect, test } from "vitest";
import { db, pool, transaction } from "@/db/client/client";
import { insertMember, selectMembers } from "@/db/queries/members";
import type { MemberActor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { invitationsOf, MEMBER_ACCESS, newEmail, rolesOf, tokenOf } from "@/testing/invitations";
import { acceptInvitation } from "./accept-invitation";
import { changeMember } from "./change-member";
import { inviteMember } from "./invite-member";
import { joinByInvitation } from "./join-by-invitation";
import { leaveWorkspace } from "./leave-workspace";
import { removeMember } from "./remove-member";

describe("the last admin", () => {
  test("cannot leave, be removed or be demoted, not even by an operator", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    await makeMember(workspace, { role: "member" });
    const attempts = [
      () => leaveWorkspace(ada),
      () => removeMember(ada, { userId: ada.userId }),
      () => removeMember(workspace, { userId: ada.userId }),
      () => changeMember(ada, { userId: ada.userId, ...MEMBER_ACCESS }),
      () => changeMember(workspace, { userId: ada.userId, ...MEMBER_ACCESS }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "LAST_ADMIN" });
    expect(await rolesOf(workspace.workspaceId)).toEqual(["admin", "member"]);
    expect((await listAudit(workspace, { cursor: null })).entries).toEqual([]);
  });

  test.each([
    [
      "demote each other",
      (self: MemberActor, other: MemberActor) =>
        changeMember(self, { userId: other.userId, ...MEMBER_ACCESS }),
    ],
    [
      "demote themselves",
      (self: MemberActor) => changeMember(self, { userId: self.userId, ...MEMBER_ACCESS }),
    ],
    [
      "remove each other",
      (self: MemberActor, other: MemberActor) => removeMember(self, { userId: other.userId }),
    ],
    ["leave", (self: MemberActor) => leaveWorkspace(self)],
  ])("of two admins who %s concurrently, one stays an admin", async (_, attempt) => {
    for (let round = 0; round < 10; round++) {
      const workspace = await makeWorkspace();
      const [a, b] = [
        await makeMember(workspace, { role: "admin" }),
        await makeMember(workspace, { role: "admin" }),
      ];
      const tries = await Promise.allSettled([attempt(a, b), attempt(b, a)]);
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect((await rolesOf(workspace.workspaceId)).filter((role) => role === "admin")).toHaveLength(1);
    }
  });

  test("can leave when there is another admin, and a former member loses all access at once", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "member" });
    await changeMember(ada, { ...MEMBER_ACCESS, userId: bob.userId, role: "admin" });
    await leaveWorkspace(ada);
    await expect(removeMember(ada, { userId: bob.userId })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(await selectMembers(db(), workspace.workspaceId)).toMatchObject([{ userId: bob.userId }]);
    const { entries } = await listAudit(workspace, { cursor: null });
    expect(entries).toMatchObject([
      { action: "member.left", actorName: ada.name },
      { action: "member.changed", changes: { role: { old: "member", new: "admin" } } },
    ]);
  });
});

describe("a former admin", () => {
  test.each([
    ["removal", (ada: MemberActor, bob: MemberActor) => removeMember(ada, { userId: bob.userId })],
    [
      "demotion",
      (ada: MemberActor, bob: MemberActor) => changeMember(ada, { ...MEMBER_ACCESS, userId: bob.userId }),
    ],
    ["departure", (_: MemberActor, bob: MemberActor) => leaveWorkspace(bob)],
  ])("after %s cannot return by an invitation that they created or received", async (_, end) => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "admin" });
    const known = await makeMember(await makeWorkspace(), { role: "member" });
    const own = await inviteMember(bob, { email: newEmail(), ...MEMBER_ACCESS, role: "admin" });
    const toKnown = await inviteMember(bob, { email: known.email, ...MEMBER_ACCESS, role: "admin" });
    const ofAda = await inviteMember(ada, { email: newEmail(), ...MEMBER_ACCESS });
    // Bob was invited, then added by an operator.
    const { invitation } = await inviteMember(ada, { email: newEmail(), ...MEMBER_ACCESS, role: "admin" });
    await pool().query("update invitations set email = $1 where id = $2", [bob.email, invitation.id]);
    const elsewhere = await makeWorkspace();
    await transaction((tx) => insertMember(tx, elsewhere.workspaceId, { userId: bob.userId, role: "admin" }));
    const bobThere = { ...bob, workspaceId: elsewhere.workspaceId };
    const there = await inviteMember(bobThere, { email: newEmail(), ...MEMBER_ACCESS });

    await end(ada, bob);

    expect((await invitationsOf(workspace)).map(({ id }) => id)).toEqual([ofAda.invitation.id]);
    expect((await invitationsOf(elsewhere)).map(({ id }) => id)).toEqual([there.invitation.id]);
    const password = "compilers are friendly";
    await expect(
      acceptInvitation({ token: tokenOf(own.link), name: "Bob again", password }, null),
    ).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
    await expect(joinByInvitation(known, tokenOf(toKnown.link))).rejects.toMatchObject({
      code: "LINK_NOT_VALID",
    });
    const revoked = (await listAudit(workspace, { cursor: null })).entries
      .filter(({ action }) => action === "invitation.revoked")
      .map(({ targetId }) => targetId);
    expect(revoked.sort()).toEqual([own.invitation.id, toKnown.invitation.id, invitation.id].sort());
  });

  test("creates no invitation, even with a concurrent request", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "admin" });
    for (let round = 0; round < 10; round++) {
      const email = newEmail();
      await Promise.allSettled([
        changeMember(ada, { ...MEMBER_ACCESS, userId: bob.userId }),
        inviteMember(bob, { email, ...MEMBER_ACCESS, role: "admin" }),
      ]);
      expect(await invitationsOf(workspace)).toEqual([]);
      await expect(inviteMember(bob, { email, ...MEMBER_ACCESS })).rejects.toMatchObject({
        code: "NOT_ALLOWED",
      });
      await changeMember(ada, { ...MEMBER_ACCESS, userId: bob.userId, role: "admin" });
    }
  });
});
