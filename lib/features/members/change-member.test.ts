import { expect, test } from "vitest";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { changeMember } from "./change-member";

test("records old and new access in the audit log, and nothing for unchanged values", async () => {
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

test("rejects a stale edit, except one that saves the current values", async () => {
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
