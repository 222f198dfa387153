import { expect, test } from "vitest";
import { reader } from "@/db/client";
import { selectMembers, selectUserByEmail } from "@/db/queries/people";
import { selectAllWorkspaces } from "@/db/queries/workspaces";
import { listAudit } from "../audit/list-audit";
import { AppError } from "../errors";
import { makeWorkspace } from "../testing/fixtures";
import { makeSetupLink } from "./one-time-links";
import { setUp } from "./set-up";

const person = (n: number) => ({
  name: `Ada ${n}`,
  email: `ada${n}@example.com`,
  password: "correct horse battery",
});

async function setupToken(): Promise<string> {
  const link = await makeSetupLink();
  if (!link) throw new Error("There is a member already.");
  return link.slice(link.indexOf("#") + 1);
}

// One story, because an installation is set up once: the tests run in this order on one database.
test("a wrong token makes nobody", async () => {
  await setupToken();
  await expect(setUp({ ...person(0), token: "guess" }, null)).rejects.toMatchObject({
    code: "LINK_NOT_VALID",
  });
  expect(await selectUserByEmail(reader(), "ada0@example.com")).toBeUndefined();
});

test("fifty tries at once make exactly one admin, of every workspace", async () => {
  const workspace = await makeWorkspace();
  const other = await makeWorkspace();
  const token = await setupToken();

  const tries = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) => setUp({ ...person(n), token }, "192.0.2.1")),
  );

  expect(tries.filter((t) => t.status === "fulfilled")).toHaveLength(1);
  for (const t of tries) {
    if (t.status === "rejected")
      expect(["SETUP_DONE", "LINK_NOT_VALID"]).toContain((t.reason as AppError).code);
  }
  for (const { workspaceId } of [workspace, other]) {
    const members = await selectMembers(reader(), workspaceId);
    expect(members).toHaveLength(1);
    expect(members[0]?.role).toBe("admin");
  }
  expect(await selectAllWorkspaces(reader())).toHaveLength(2);
  const audit = await listAudit(workspace, { cursor: null });
  expect(audit.entries.map((entry) => entry.action)).toEqual(["member.added"]);
  expect(audit.entries[0]?.address).toBe("192.0.2.1");
});

test("afterwards no link is made, and an old one is refused", async () => {
  expect(await makeSetupLink()).toBeNull();
  await expect(setUp({ ...person(99), token: "any" }, null)).rejects.toBeInstanceOf(AppError);
});
