import { describe, expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { selectUserByEmail } from "@/db/queries/users";
import { provideSettings, settings } from "@/lib/core/env";
import { hashToken } from "@/lib/core/hash-token";
import type { MemberActor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { signInInput } from "@/lib/features/auth/contract";
import { signIn } from "@/lib/features/auth/sign-in";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { invitationsOf, MEMBER_ACCESS, newEmail, rolesOf, tokenOf } from "@/testing/invitations";
import { startSmtpServer } from "@/testing/smtp-server";
import { acceptInvitation } from "./accept-invitation";
import { inviteMemberInput } from "./contract";
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

  test("an address with letters outside ASCII is one address in all its spellings", async () => {
    const actor = await makeWorkspace();
    const spellings = ["Pelé@Bücher.example", "pele\u0301@xn--bcher-kva.example", "ｐelé＠BÜCHER。example"];
    const before = settings();
    const server = await startSmtpServer();
    const tokens: string[] = [];
    try {
      provideSettings({ ...before, SMTP_URL: server.url, PUBLIC_URL: "https://keys.example" });
      for (const typed of spellings) {
        const input = inviteMemberInput.parse({ email: typed, ...MEMBER_ACCESS });
        tokens.push(tokenOf((await inviteMember(actor, input)).link));
      }
    } finally {
      provideSettings(before);
      server.close();
    }
    expect(server.received.filter((line) => line.startsWith("RCPT"))).toEqual(
      // RFC 6531 has the domain in Unicode too.
      Array(3).fill("RCPT TO:<pelé@bücher.example>"),
    );
    expect(await invitationsOf(actor)).toMatchObject([{ email: "pelé@bücher.example" }]);
    const [, , token = ""] = tokens;
    const password = "compilers are friendly";
    await acceptInvitation({ token, name: "Pelé", password }, "192.0.2.1");
    for (const typed of spellings) {
      const input = signInInput.parse({ email: typed, password });
      expect(await signIn(input, "192.0.2.90", new Headers())).toMatchObject({ name: "Pelé" });
      await expect(
        inviteMember(actor, inviteMemberInput.parse({ email: typed, ...MEMBER_ACCESS })),
      ).rejects.toMatchObject({
        code: "NAME_TAKEN",
        message: expect.stringMatching(/^pelé@bücher\.example /),
      });
    }
    // One budget for all spellings.
    const codes: string[] = [];
    for (let n = 0; n < 9; n++) {
      const input = signInInput.parse({ email: spellings[n % 3], password: `guess number ${n}` });
      await signIn(input, "192.0.2.91", new Headers()).catch(({ code }) => codes.push(code));
    }
    expect(codes).toEqual([...Array(8).fill("SIGN_IN_FAILED"), "TOO_MANY_TRIES"]);
    const { entries } = await listAudit(actor, { cursor: null });
    expect(entries.at(-1)).toMatchObject({ targetName: "pelé@bücher.example" });
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
