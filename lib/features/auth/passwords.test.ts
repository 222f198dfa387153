import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { acceptInvitation } from "@/lib/features/members/accept-invitation";
import { createUser } from "@/lib/features/members/create-user";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { auth } from "./auth";
import { changePassword } from "./change-password";
import { createFirstAdmin } from "./create-first-admin";
import { issueSetupLink } from "./one-time-links";
import { hashPassword, requireStrongPassword } from "./passwords";

const COMMON = "password1234";
const GOOD = "correct horse battery";
const refused = (field: string) => ({
  code: "INPUT_INVALID",
  fields: { [field]: expect.stringMatching(/^This password is easy to guess\./) },
});

test.each([
  "qwertyuiop12",
  "aaaaaaaaaaaa",
  "1q2w3e4r5t6y",
  "letmeinletmein",
  "P@ssw0rd1234",
  "x".repeat(256),
])("rejects the common password %s", async (password) => {
  await expect(requireStrongPassword(password, "password", [])).rejects.toMatchObject(refused("password"));
});

test("rejects a password made of the user's name or email", async () => {
  const about = ["Grace Brewster", "gbrewster@example.com"];
  for (const password of ["gbrewster@example.com", "gracebrewster"]) {
    await expect(requireStrongPassword(password, "password", about)).rejects.toMatchObject(
      refused("password"),
    );
  }
  await requireStrongPassword("gbrewster@example.com", "password", ["Ada Lovelace", "ada@example.com"]);
});

test("every flow that sets a password rejects a common one and accepts a strong one", async () => {
  // Setup comes first: it is closed once there is a member.
  const link = (await issueSetupLink()) ?? "";
  const first = { token: link.split("#")[1] ?? "", name: "Ada", email: "ada@example.com" };
  await expect(createFirstAdmin({ ...first, password: COMMON }, null)).rejects.toMatchObject(
    refused("password"),
  );
  await createFirstAdmin({ ...first, password: GOOD }, null);

  const workspace = await makeWorkspace();
  const admin = await makeMember(workspace, { role: "admin" }, await hashPassword(GOOD));
  const access = { role: "member", apiKeysAccess: "read", configurationAccess: "read" } as const;
  const invited = await inviteMember(admin, { email: "grace@example.com", ...access });
  const guest = { token: invited.link.split("#")[1] ?? "", name: "Grace" };
  await expect(acceptInvitation({ ...guest, password: COMMON }, null)).rejects.toMatchObject(
    refused("password"),
  );
  const { userId } = await acceptInvitation({ ...guest, password: GOOD }, null);

  const added = { email: "joan@example.com", name: "Joan", ...access };
  await expect(createUser(admin, { ...added, password: COMMON })).rejects.toMatchObject(refused("password"));
  await createUser(admin, { ...added, password: GOOD });

  await auth().api.signInByLink({ body: { userId } });
  const { rows: sessions } = await pool().query("select id from sessions where user_id = $1", [userId]);
  const user = { ...admin, kind: "user" as const, userId, sessionId: sessions[0].id };
  await expect(changePassword(user, { current: GOOD, next: COMMON })).rejects.toMatchObject(refused("next"));
  await changePassword(user, { current: GOOD, next: `${GOOD} staple` });

  const { rows } = await pool().query<{ password: string }>("select password from accounts");
  expect(rows).toHaveLength(4);
  for (const { password } of rows) expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("hashing does not block the event loop", async () => {
  let turns = 0;
  let hashing = true;
  const turn = () => {
    turns += 1;
    if (hashing) setImmediate(turn);
  };
  setImmediate(turn);
  await hashPassword(GOOD).finally(() => {
    hashing = false;
  });
  // On the event loop's own thread, no tick would run before the hash is done.
  expect(turns).toBeGreaterThan(10);
});
