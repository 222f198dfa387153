import { describe, expect, test } from "vitest";
import { pool, reader, transaction } from "@/db/client";
import { insertMember, selectMembers, selectUserByEmail } from "@/db/queries/people";
import type { MemberActor } from "../actor";
import { serveApi } from "../api/test-server";
import { listApiKeysInput } from "../api-keys/contract";
import { listApiKeys } from "../api-keys/list-api-keys";
import { listAudit } from "../audit/list-audit";
import { hashToken } from "../auth/one-time-links";
import { provideSettings, settings } from "../env";
import { newId } from "../ids";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "../testing/fixtures";
import { mailServer } from "../testing/mail-server";
import { acceptInvitation, joinByInvitation } from "./accept-invitation";
import { changeMember } from "./change-member";
import { inviteMember } from "./invite-member";
import { leaveWorkspace } from "./leave-workspace";
import { listInvitations } from "./list-invitations";
import { readInvitation } from "./read-invitation";
import { removeMember } from "./remove-member";
import { revokeInvitation } from "./revoke-invitation";

const call = serveApi();

const MEMBER = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1);
const newEmail = () => `${newId("user")}@example.com`;
const rolesOf = async (workspaceId: string) =>
  (await selectMembers(reader(), workspaceId)).map(({ role }) => role).sort();

describe("invitations", () => {
  test("somebody new joins with the name, password and rights of the invitation, once", async () => {
    const actor = await makeWorkspace();
    const email = newEmail();
    const { link, invitation } = await inviteMember(actor, { email, ...MEMBER });
    const token = tokenOf(link);
    expect(link).toBe(`/invite#${token}`);
    expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(7 * 86_400_000);
    expect(await listInvitations(actor)).toMatchObject([{ email, invitedBy: actor.name, role: "member" }]);
    expect(await readInvitation(token, null)).toMatchObject({ email, asks: "name and password" });

    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        acceptInvitation({ token, name: "Grace", password: "compilers are friendly" }, "192.0.2.1"),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await selectMembers(reader(), actor.workspaceId)).toMatchObject([
      { name: "Grace", email, ...MEMBER },
    ]);
    expect(await listInvitations(actor)).toEqual([]);
    await expect(readInvitation(token, null)).rejects.toMatchObject({ code: "LINK_NOT_VALID" });

    const { entries } = await listAudit(actor, { cursor: null });
    expect(entries.map(({ action }) => action)).toEqual(["member.joined", "member.invited"]);
    expect(entries[0]).toMatchObject({ actorName: "Grace", address: "192.0.2.1", targetName: "Grace" });
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test("with a mail server the link is mailed once the invitation stands, and a failure is told", async () => {
    const actor = await makeWorkspace();
    const before = settings();
    const server = await mailServer();
    try {
      provideSettings({ ...before, SMTP_URL: server.url, PUBLIC_URL: "https://keys.example" });
      const { link, mailed } = await inviteMember(actor, { email: newEmail(), ...MEMBER });
      expect(mailed).toBe(true);
      expect(server.received.join("\n")).toContain(`https://keys.example${link}`);
      server.close();
      expect(await inviteMember(actor, { email: newEmail(), ...MEMBER })).toMatchObject({ mailed: false });
    } finally {
      provideSettings(before);
    }
    expect(await listInvitations(actor)).toHaveLength(2);
  });

  test("somebody known joins as who they are; nobody else does by their link", async () => {
    const actor = await makeWorkspace();
    const known = await makeMember(await makeWorkspace(), { role: "admin" });
    const other = await makeMember(await makeWorkspace(), { role: "admin" });
    const token = tokenOf((await inviteMember(actor, { email: known.email, ...MEMBER })).link);
    expect(await readInvitation(token, null)).toMatchObject({ asks: "password", signedInAs: null });
    expect(await readInvitation(token, asPerson(other))).toMatchObject({
      asks: "password",
      signedInAs: other.email,
    });
    expect(await readInvitation(token, asPerson(known))).toMatchObject({ asks: "nothing" });
    await expect(joinByInvitation(other, token)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(
      acceptInvitation({ token, name: "Impostor", password: "twelve characters" }, null),
    ).rejects.toMatchObject({ code: "NAME_TAKEN" });
    expect(await rolesOf(actor.workspaceId)).toEqual([]);
    await joinByInvitation(known, token);
    expect(await selectMembers(reader(), actor.workspaceId)).toMatchObject([
      { userId: known.userId, ...MEMBER },
    ]);
  });

  test("a second invitation replaces the first, a revoked or expired one leads nowhere", async () => {
    const actor = await makeWorkspace();
    const email = newEmail();
    const first = tokenOf((await inviteMember(actor, { email, ...MEMBER })).link);
    const second = await inviteMember(actor, { email, ...MEMBER, role: "admin" });
    expect(await listInvitations(actor)).toMatchObject([{ id: second.invitation.id, role: "admin" }]);
    await revokeInvitation(actor, { id: second.invitation.id });
    const expired = tokenOf((await inviteMember(actor, { email: newEmail(), ...MEMBER })).link);
    await expire(expired);
    for (const token of [first, tokenOf(second.link), expired, "guess"]) {
      await expect(readInvitation(token, null)).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
      await expect(
        acceptInvitation({ token, name: "Late", password: "twelve characters" }, null),
      ).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
    }
    expect(await selectUserByEmail(reader(), email)).toBeUndefined();
    expect(await listInvitations(actor)).toHaveLength(1);
    await expect(revokeInvitation(actor, { id: second.invitation.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("a member is not invited again", async () => {
    const workspace = await makeWorkspace();
    const { email } = await makeMember(workspace, { role: "member" });
    await expect(inviteMember(workspace, { email, ...MEMBER })).rejects.toMatchObject({
      code: "NAME_TAKEN",
      fields: { email: expect.any(String) },
    });
  });
});

describe("the last admin", () => {
  test("cannot leave, be removed or be demoted, not even by an operator", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    await makeMember(workspace, { role: "member" });
    const attempts = [
      () => leaveWorkspace(ada),
      () => removeMember(ada, { userId: ada.userId }),
      () => removeMember(workspace, { userId: ada.userId }),
      () => changeMember(ada, { userId: ada.userId, ...MEMBER }),
      () => changeMember(workspace, { userId: ada.userId, ...MEMBER }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "LAST_ADMIN" });
    expect(await rolesOf(workspace.workspaceId)).toEqual(["admin", "member"]);
    expect((await listAudit(workspace, { cursor: null })).entries).toEqual([]);
  });

  test.each([
    [
      "demote each other",
      (who: MemberActor, other: MemberActor) => changeMember(who, { userId: other.userId, ...MEMBER }),
    ],
    ["demote themselves", (who: MemberActor) => changeMember(who, { userId: who.userId, ...MEMBER })],
    [
      "remove each other",
      (who: MemberActor, other: MemberActor) => removeMember(who, { userId: other.userId }),
    ],
    ["leave", (who: MemberActor) => leaveWorkspace(who)],
  ])("of two who %s at the same time, one stays an admin", async (_, attempt) => {
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

  test("another admin makes it possible, and whoever is no member loses everything at once", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "member" });
    await changeMember(ada, { ...MEMBER, userId: bob.userId, role: "admin" });
    await leaveWorkspace(ada);
    await expect(removeMember(ada, { userId: bob.userId })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    expect(await selectMembers(reader(), workspace.workspaceId)).toMatchObject([{ userId: bob.userId }]);
    const { entries } = await listAudit(workspace, { cursor: null });
    expect(entries).toMatchObject([
      { action: "member.left", actorName: ada.name },
      { action: "member.changed", changes: { role: { old: "member", new: "admin" } } },
    ]);
  });
});

describe("whoever is no admin any more", () => {
  test.each([
    ["removed", (ada: MemberActor, bob: MemberActor) => removeMember(ada, { userId: bob.userId })],
    ["demoted", (ada: MemberActor, bob: MemberActor) => changeMember(ada, { ...MEMBER, userId: bob.userId })],
    ["gone", (_: MemberActor, bob: MemberActor) => leaveWorkspace(bob)],
  ])("because they were %s does not come back by an invitation of their own, or to them", async (_, end) => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "admin" });
    const known = await makeMember(await makeWorkspace(), { role: "member" });
    const own = await inviteMember(bob, { email: newEmail(), ...MEMBER, role: "admin" });
    const toKnown = await inviteMember(bob, { email: known.email, ...MEMBER, role: "admin" });
    const ofAda = await inviteMember(ada, { email: newEmail(), ...MEMBER });
    // Bob was invited, and then added by an operator.
    const { invitation } = await inviteMember(ada, { email: newEmail(), ...MEMBER, role: "admin" });
    await pool().query("update invitations set email = $1 where id = $2", [bob.email, invitation.id]);
    const elsewhere = await makeWorkspace();
    await transaction((tx) => insertMember(tx, elsewhere.workspaceId, { userId: bob.userId, role: "admin" }));
    const bobThere = { ...bob, workspaceId: elsewhere.workspaceId };
    const there = await inviteMember(bobThere, { email: newEmail(), ...MEMBER });

    await end(ada, bob);

    expect((await listInvitations(workspace)).map(({ id }) => id)).toEqual([ofAda.invitation.id]);
    expect((await listInvitations(elsewhere)).map(({ id }) => id)).toEqual([there.invitation.id]);
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

  test("invites nobody, even with a request that was on its way", async () => {
    const workspace = await makeWorkspace();
    const ada = await makeMember(workspace, { role: "admin" });
    const bob = await makeMember(workspace, { role: "admin" });
    for (let round = 0; round < 10; round++) {
      const email = newEmail();
      await Promise.allSettled([
        changeMember(ada, { ...MEMBER, userId: bob.userId }),
        inviteMember(bob, { email, ...MEMBER, role: "admin" }),
      ]);
      expect(await listInvitations(workspace)).toEqual([]);
      await expect(inviteMember(bob, { email, ...MEMBER })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
      await changeMember(ada, { ...MEMBER, userId: bob.userId, role: "admin" });
    }
  });
});

test("a change says old and new in the audit; saving what is there is no change", async () => {
  const workspace = await makeWorkspace();
  await makeMember(workspace, { role: "admin" });
  const bob = await makeMember(workspace, { role: "member" });
  const edit = {
    userId: bob.userId,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "edit",
  } as const;
  await changeMember(workspace, edit);
  await changeMember(workspace, edit);
  const { entries } = await listAudit(workspace, { cursor: null });
  expect(entries.map(({ changes }) => changes)).toEqual([
    { apiKeysAccess: { old: "none", new: "read" }, configurationAccess: { old: "none", new: "edit" } },
  ]);
});

test("of two who change somebody at once, the slower is told, and saves what is there all the same", async () => {
  const workspace = await makeWorkspace();
  await makeMember(workspace, { role: "admin" });
  const { userId } = await makeMember(workspace, { role: "member" });
  const seen = { role: "member", apiKeysAccess: "none", configurationAccess: "none" } as const;
  const theirs = { ...seen, apiKeysAccess: "edit" } as const;
  await changeMember(workspace, { userId, ...theirs, seen });
  const stale = { userId, ...seen, role: "admin", seen } as const;
  await expect(changeMember(workspace, stale)).rejects.toMatchObject({ code: "STALE_EDIT" });
  expect(await changeMember(workspace, { userId, ...theirs, seen })).toMatchObject({ role: "member" });
  expect(await changeMember(workspace, { ...stale, seen: theirs })).toMatchObject({ role: "admin" });
});

test("the keys that somebody made outlive their membership", async () => {
  const workspace = await makeWorkspace();
  await makeMember(workspace, { role: "admin" });
  const agent = await makeAgent(workspace);
  const bob = await makeMember(workspace, {
    role: "member",
    access: { api_keys: "edit", response_configuration: "none" },
  });
  const { key, secret } = await makeKey(bob, { name: "Of Bob" });
  await removeMember(workspace, { userId: bob.userId });
  expect((await listApiKeys(workspace, listApiKeysInput.parse({}))).keys).toMatchObject([
    { id: key.id, createdBy: bob.name },
  ]);
  expect((await call(`/v3/${workspace.slug}/${agent.slug}/conversations`, { key: secret })).status).toBe(200);
});

test("somebody of another workspace is nobody here", async () => {
  const workspace = await makeWorkspace();
  const ada = await makeMember(workspace, { role: "admin" });
  const stranger = await makeMember(await makeWorkspace(), { role: "member" });
  await expect(removeMember(ada, { userId: stranger.userId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(changeMember(ada, { ...MEMBER, userId: stranger.userId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

const asPerson = (member: MemberActor) => ({ ...member, kind: "person" as const, sessionId: "" });

const expire = (token: string) =>
  pool().query("update invitations set expires_at = now() where token_hash = $1", [hashToken(token)]);
