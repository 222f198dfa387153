import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import type { MemberActor } from "@/lib/features/actor";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { newEmail } from "@/testing/invitations";
import { changeMember } from "./change-member";
import { MAX_INVITATIONS_PER_HOUR, MAX_OPEN_INVITATIONS } from "./invitation-limits";
import { inviteMember } from "./invite-member";
import { leaveWorkspace } from "./leave-workspace";
import { removeMember } from "./remove-member";
import { revokeInvitation } from "./revoke-invitation";

const MEMBER = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;

/** Inserts more open invitations by a user than a statement can have parameters. */
async function insertInvitations({ workspaceId, userId }: MemberActor, count: number): Promise<void> {
  await pool().query(
    `insert into invitations (workspace_id, id, email, role, api_keys_access, configuration_access, token_hash,
       invited_by_name, invited_by_id, expires_at)
     select $1, 'inv_' || n, n || '@example.com', 'member', 'read', 'read', sha256(($1 || n)::bytea), 'Ada', $2,
       now() + interval '7 days'
     from generate_series(1, $3::int) n`,
    [workspaceId, userId, count],
  );
}

const rows = async (workspaceId: string, table: string, condition = "true") =>
  (await pool().query(`select 1 from ${table} where workspace_id = $1 and ${condition}`, [workspaceId]))
    .rowCount;

test.each<[string, (admin: MemberActor, other: MemberActor) => Promise<unknown>]>([
  ["demoted", (admin, other) => changeMember(other, { userId: admin.userId, ...MEMBER })],
  ["removed", (admin, other) => removeMember(other, { userId: admin.userId })],
  ["allowed to leave", (admin) => leaveWorkspace(admin)],
])("an admin with 7,000 open invitations is %s, and the audit log has each revocation", async (_, act) => {
  const workspace = await makeWorkspace();
  const admin = await makeMember(workspace, { role: "admin" });
  const other = await makeMember(workspace, { role: "admin" });
  await insertInvitations(admin, 7000);
  await act(admin, other);
  expect(await rows(workspace.workspaceId, "invitations")).toBe(0);
  const revoked =
    "action = 'invitation.revoked' and target_name like '%@example.com' and changes = '{}'::jsonb";
  expect(await rows(workspace.workspaceId, "audit_entries", revoked)).toBe(7000);
});

test("limits open invitations, with a message that says what to do", async () => {
  const workspace = await makeWorkspace();
  const admin = await makeMember(workspace, { role: "admin" });
  await insertInvitations(admin, MAX_OPEN_INVITATIONS - 1);
  const { invitation } = await inviteMember(admin, { email: newEmail(), ...MEMBER });
  await expect(inviteMember(admin, { email: newEmail(), ...MEMBER })).rejects.toMatchObject({
    code: "TOO_MANY_INVITATIONS",
    message: expect.stringMatching(/1,000 open invitations.*Revoke/),
  });
  // A new link for an invited email adds no invitation.
  const again = await inviteMember(admin, { email: invitation.email, ...MEMBER });
  await revokeInvitation(admin, { id: again.invitation.id });
  await inviteMember(admin, { email: newEmail(), ...MEMBER });
  // An expired invitation does not count either.
  await pool().query(
    "update invitations set expires_at = now() - interval '1 second' where workspace_id = $1 and id = 'inv_1'",
    [workspace.workspaceId],
  );
  await inviteMember(admin, { email: newEmail(), ...MEMBER });
});

test("limits invitations per hour, including revoked ones, with a message that says how long to wait", async () => {
  const workspace = await makeWorkspace();
  const admin = await makeMember(workspace, { role: "admin" });
  const limited = {
    code: "TOO_MANY_INVITATIONS",
    message: expect.stringMatching(/100 invitations.*minutes?\.$/),
  };
  for (let n = 0; n < MAX_INVITATIONS_PER_HOUR; n++) {
    const { invitation } = await inviteMember(admin, { email: newEmail(), ...MEMBER });
    await revokeInvitation(admin, { id: invitation.id });
  }
  await expect(inviteMember(admin, { email: newEmail(), ...MEMBER })).rejects.toMatchObject(limited);
  expect(await rows(workspace.workspaceId, "invitations")).toBe(0);
  await expect(
    inviteMember(await makeMember(workspace, { role: "admin" }), { email: newEmail(), ...MEMBER }),
  ).rejects.toMatchObject(limited);
  const elsewhere = await makeMember(await makeWorkspace(), { role: "admin" });
  await inviteMember(elsewhere, { email: newEmail(), ...MEMBER });
  await pool().query(
    `update audit_entries set created_at = created_at - interval '1 hour' where workspace_id = $1 and id in
       (select id from audit_entries where workspace_id = $1 and action = 'member.invited' order by id limit 1)`,
    [workspace.workspaceId],
  );
  await inviteMember(admin, { email: newEmail(), ...MEMBER });
});

test("concurrent invitations do not exceed the limit", async () => {
  const workspace = await makeWorkspace();
  const admin = await makeMember(workspace, { role: "admin" });
  await insertInvitations(admin, MAX_OPEN_INVITATIONS - 2);
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => inviteMember(admin, { email: newEmail(), ...MEMBER })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  expect(await rows(workspace.workspaceId, "invitations")).toBe(MAX_OPEN_INVITATIONS);
});
