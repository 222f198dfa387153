import { expect, test } from "vitest";
import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { selectUserByEmail } from "@/db/queries/users";
import { selectAllWorkspaces } from "@/db/queries/workspaces";
import { AppError } from "@/lib/core/errors";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeWorkspace } from "@/testing/fixtures";
import { createFirstAdminInput, PASSWORD_LENGTH, signInInput } from "./contract";
import { createFirstAdmin } from "./create-first-admin";
import { issueSetupLink } from "./one-time-links";
import { signIn } from "./sign-in";

const MAX_LENGTH_PASSWORD = "engines that weave algebra ".repeat(10).slice(0, PASSWORD_LENGTH.max);

const adminInput = (n: number) =>
  createFirstAdminInput
    .omit({ token: true })
    .parse({ name: `Ada ${n}`, email: `ada${n}@example.com`, password: MAX_LENGTH_PASSWORD });

async function setupToken(): Promise<string> {
  const link = await issueSetupLink();
  if (!link) throw new Error("There is a member already.");
  return link.slice(link.indexOf("#") + 1);
}

// A server is set up once, so these tests run in order on one database.
test("a wrong token creates no user", async () => {
  await setupToken();
  await expect(createFirstAdmin({ ...adminInput(0), token: "guess" }, null)).rejects.toMatchObject({
    code: "LINK_NOT_VALID",
  });
  expect(await selectUserByEmail(db(), "ada0@example.com")).toBeUndefined();
});

test("fifty concurrent requests create exactly one admin, of every workspace", async () => {
  const workspace = await makeWorkspace();
  const other = await makeWorkspace();
  const token = await setupToken();

  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) => createFirstAdmin({ ...adminInput(n), token }, "192.0.2.1")),
  );

  expect(tries.filter((t) => t.status === "fulfilled")).toHaveLength(1);
  for (const t of tries) {
    if (t.status === "rejected")
      expect(["SETUP_DONE", "LINK_NOT_VALID"]).toContain((t.reason as AppError).code);
  }
  for (const { workspaceId } of [workspace, other]) {
    const members = await selectMembers(db(), workspaceId);
    expect(members).toHaveLength(1);
    expect(members[0]?.role).toBe("admin");
  }
  expect(await selectAllWorkspaces(db())).toHaveLength(2);
  const audit = await listAudit(workspace, { cursor: null });
  expect(audit.entries.map((entry) => entry.action)).toEqual(["member.added"]);
  expect(audit.entries[0]?.address).toBe("192.0.2.1");
});

test("the first admin signs in with a password of the maximum length", async () => {
  const workspaces = await selectAllWorkspaces(db());
  const [admin] = await selectMembers(db(), workspaces[0]?.id ?? "");
  const typed = signInInput.parse({ email: admin?.email, password: MAX_LENGTH_PASSWORD });
  expect(await signIn(typed, "192.0.2.1", new Headers())).toMatchObject({ userId: admin?.userId });
});

test("after setup, no link is issued and an old one is rejected", async () => {
  expect(await issueSetupLink()).toBeNull();
  await expect(createFirstAdmin({ ...adminInput(99), token: "any" }, null)).rejects.toBeInstanceOf(AppError);
});
