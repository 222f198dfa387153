import { expect, test } from "vitest";
import { reader } from "@/db/client";
import { selectMembers, selectUserByEmail } from "@/db/queries/people";
import { selectAllWorkspaces } from "@/db/queries/workspaces";
import { listAudit } from "../audit/list-audit";
import { AppError } from "../errors";
import { PASSWORD_LENGTH, setUpInput, signInInput } from "../members/contract";
import { makeWorkspace } from "../testing/fixtures";
import { makeSetupLink } from "./one-time-links";
import { setUp } from "./set-up";
import { signIn } from "./sign-in";

const LONGEST = "engines that weave algebra ".repeat(10).slice(0, PASSWORD_LENGTH.max);

const person = (n: number) =>
  setUpInput
    .omit({ token: true })
    .parse({ name: `Ada ${n}`, email: `ada${n}@example.com`, password: LONGEST });

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

test("the first admin signs in with a password as long as the form takes", async () => {
  const workspaces = await selectAllWorkspaces(reader());
  const [admin] = await selectMembers(reader(), workspaces[0]?.id ?? "");
  const typed = signInInput.parse({ email: admin?.email, password: LONGEST });
  expect(await signIn(typed, "192.0.2.1", new Headers())).toMatchObject({ userId: admin?.userId });
});

test("afterwards no link is made, and an old one is refused", async () => {
  expect(await makeSetupLink()).toBeNull();
  await expect(setUp({ ...person(99), token: "any" }, null)).rejects.toBeInstanceOf(AppError);
});
