import { expect, test } from "vitest";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { changeMember } from "./change-member";

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
