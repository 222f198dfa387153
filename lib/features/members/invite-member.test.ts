import { describe, expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { selectUserByEmail } from "@/db/queries/users";
import { provideSettings, settings } from "@/lib/core/env";
import { hashToken } from "@/lib/core/hash-token";
import type { MemberActor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { invitationsOf, MEMBER_ACCESS, newEmail, rolesOf, tokenOf } from "@/testing/invitations";
import { startSmtpServer } from "@/testing/smtp-server";
import { acceptInvitation } from "./accept-invitation";
import { inviteMember } from "./invite-member";
import { joinByInvitation } from "./join-by-invitation";
import { readInvitation } from "./read-invitation";
import { revokeInvitation } from "./revoke-invitation";

describe("invitations", () => {
  test("a new user joins once, with their name and password and the invitation's access", async () => {
    const actor = await makeWorkspace();
    const email = newEmail();
    const { link, invitation } = await inviteMember(actor, { email, ...MEMBER_ACCESS });
    const token = tokenOf(link);
    expect(link).toBe(`/invite#${token}`);
    expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(7 * 86_400_000);
    expect(await invitationsOf(actor)).toMatchObject([{ email, invitedBy: actor.name, role: "member" }]);
    expect(await readInvitation(token, null)).toMatchObject({ email, requires: "name and password" });

    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        acceptInvitation({ token, name: "Grace", password: "compilers are friendly" }, "192.0.2.1"),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await selectMembers(db(), actor.workspaceId)).toMatchObject([
      { name: "Grace", email, ...MEMBER_ACCESS },
    ]);
    expect(await invitationsOf(actor)).toEqual([]);
    await expect(readInvitation(token, null)).rejects.toMatchObject({ code: "LINK_NOT_VALID" });

    const { entries } = await listAudit(actor, { cursor: null });
    expect(entries.map(({ action }) => action)).toEqual(["member.joined", "member.invited"]);
    expect(entries[0]).toMatchObject({ actorName: "Grace", address: "192.0.2.1", targetName: "Grace" });
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test("emails the link after the commit, and reports a failure", async () => {
    const actor = await makeWorkspace();
    const before = settings();
    const server = await startSmtpServer();
    try {
      provideSettings({ ...before, SMTP_URL: server.url, PUBLIC_URL: "https://keys.example" });
      const { link, mailed } = await inviteMember(actor, { email: newEmail(), ...MEMBER_ACCESS });
      expect(mailed).toBe(true);
      expect(server.received.join("\n")).toContain(`https://keys.example${link}`);
      server.close();
      expect(await inviteMember(actor, { email: newEmail(), ...MEMBER_ACCESS })).toMatchObject({
        mailed: false,
      });
    } finally {
      provideSettings(before);
    }
    expect(await invitationsOf(actor)).toHaveLength(2);
  });

  test("an existing user joins with their account, and no other user by their link", async () => {
    const actor = await makeWorkspace();
    const known = await makeMember(await makeWorkspace(), { role: "admin" });
    const other = await makeMember(await makeWorkspace(), { role: "admin" });
    const token = tokenOf((await inviteMember(actor, { email: known.email, ...MEMBER_ACCESS })).link);
    expect(await readInvitation(token, null)).toMatchObject({ requires: "password", signedInAs: null });
    expect(await readInvitation(token, asUserActor(other))).toMatchObject({
      requires: "password",
      signedInAs: other.email,
    });
    expect(await readInvitation(token, asUserActor(known))).toMatchObject({ requires: "nothing" });
    await expect(joinByInvitation(other, token)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(
      acceptInvitation({ token, name: "Impostor", password: "twelve characters" }, null),
    ).rejects.toMatchObject({ code: "NAME_TAKEN" });
    expect(await rolesOf(actor.workspaceId)).toEqual([]);
    await joinByInvitation(known, token);
    expect(await selectMembers(db(), actor.workspaceId)).toMatchObject([
      { userId: known.userId, ...MEMBER_ACCESS },
    ]);
  });

  test("a second invitation replaces the first, and revoked or expired links stop working", async () => {
    const actor = await makeWorkspace();
    const email = newEmail();
    const first = tokenOf((await inviteMember(actor, { email, ...MEMBER_ACCESS })).link);
    const second = await inviteMember(actor, { email, ...MEMBER_ACCESS, role: "admin" });
    expect(await invitationsOf(actor)).toMatchObject([{ id: second.invitation.id, role: "admin" }]);
    await revokeInvitation(actor, { id: second.invitation.id });
    const expired = tokenOf((await inviteMember(actor, { email: newEmail(), ...MEMBER_ACCESS })).link);
    await expire(expired);
    for (const token of [first, tokenOf(second.link), expired, "guess"]) {
      await expect(readInvitation(token, null)).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
      await expect(
        acceptInvitation({ token, name: "Late", password: "twelve characters" }, null),
      ).rejects.toMatchObject({ code: "LINK_NOT_VALID" });
    }
    expect(await selectUserByEmail(db(), email)).toBeUndefined();
    expect(await invitationsOf(actor)).toHaveLength(1);
    await expect(revokeInvitation(actor, { id: second.invitation.id })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("rejects an invitation for a member", async () => {
    const workspace = await makeWorkspace();
    const { email } = await makeMember(workspace, { role: "member" });
    await expect(inviteMember(workspace, { email, ...MEMBER_ACCESS })).rejects.toMatchObject({
      code: "NAME_TAKEN",
      fields: { email: expect.any(String) },
    });
  });
});

const asUserActor = (member: MemberActor) => ({ ...member, kind: "user" as const, sessionId: "" });

const expire = (token: string) =>
  pool().query("update invitations set expires_at = now() where token_hash = $1", [hashToken(token)]);
