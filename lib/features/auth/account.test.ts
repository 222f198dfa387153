import { expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import type { UserActor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { createSignInLink } from "@/lib/features/members/create-sign-in-link";
import { withMissingTable } from "@/testing/database";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { tokenOf } from "@/testing/invitations";
import { auth } from "./auth";
import { changePassword } from "./change-password";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { issueSignInLink } from "./one-time-links";
import { hashPassword } from "./passwords";
import { readAccount } from "./read-account";
import { redeemLink } from "./redeem-link";
import { signIn } from "./sign-in";

const PASSWORD = "correct horse battery";
const NEXT = "staple of the horse";
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0";

/** A user with three sessions; the actor is in the first. */
async function makeUser(password: string | null = PASSWORD) {
  const workspace = await makeWorkspace();
  const member = await makeMember(
    workspace,
    { role: "admin" },
    password === null ? undefined : await hashPassword(password),
  );
  const headers = new Headers({ "user-agent": FIREFOX, "x-studio-client-address": "192.0.2.7" });
  for (let n = 0; n < 3; n++) await auth().api.signInByLink({ body: { userId: member.userId }, headers });
  const { rows } = await pool().query("select id from sessions where user_id = $1 order by id", [
    member.userId,
  ]);
  const ids: string[] = rows.map(({ id }) => id);
  const { userId, name, email, ipAddress } = member;
  const user: UserActor = { kind: "user", userId, name, email, ipAddress, sessionId: ids[0] ?? "" };
  return { workspace, user, ids };
}
const sessionsOf = async (user: UserActor) => (await readAccount(user)).sessions.map(({ id }) => id).sort();
const actionsOf = async (workspace: Awaited<ReturnType<typeof makeWorkspace>>) =>
  (await listAudit(workspace, { cursor: null })).entries.map(({ action }) => action);

test("describes the user's sessions and marks the current one", async () => {
  const { user, ids } = await makeUser();
  const { sessions, hasPassword } = await readAccount(user);
  expect(hasPassword).toBe(true);
  expect(sessions.filter(({ current }) => current).map(({ id }) => id)).toEqual([ids[0]]);
  for (const session of sessions) {
    expect(session).toMatchObject({ device: "Firefox on Windows", address: "192.0.2.7" });
  }
});

test("lists the current and the most recently active sessions, and counts the others", async () => {
  const { user, ids } = await makeUser();
  await pool().query(
    `insert into sessions (id, user_id, token, expires_at, updated_at)
     select $1 || n, $1, $1 || n, now() + interval '1 day', now() - n * interval '1 minute' from generate_series(1, 150) n`,
    [user.userId],
  );
  await pool().query("update sessions set updated_at = now() - interval '20 hours' where id = $1", [ids[0]]);
  const { sessions, moreSessions } = await readAccount(user);
  expect([sessions.length, moreSessions]).toEqual([100, 53]);
  expect(sessions[0]).toMatchObject({ id: ids[0], current: true });
  expect(sessions.at(-1)?.id).toBe(`${user.userId}97`);
});

test("ends one session, then all others, but no other user's", async () => {
  const { workspace, user, ids } = await makeUser();
  const other = await makeUser();
  await endSession(user, { id: ids[1] ?? "" });
  expect(await sessionsOf(user)).toEqual([ids[0], ids[2]]);
  await expect(endSession(user, { id: ids[1] ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(endSession(user, { id: other.ids[0] ?? "" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await endOtherSessions(user)).toEqual({ ended: 1 });
  expect(await endOtherSessions(user)).toEqual({ ended: 0 });
  expect(await sessionsOf(user)).toEqual([ids[0]]);
  expect(await sessionsOf(other.user)).toHaveLength(3);
  expect(await actionsOf(workspace)).toEqual(["user.sessions_ended", "user.sessions_ended"]);
});

test("changing the password needs the current one, and ends other sessions and unused links", async () => {
  const { workspace, user, ids } = await makeUser();
  const link = await issueSignInLink(db(), user.userId);
  const wrong = { code: "INPUT_INVALID", fields: { current: expect.any(String) } };
  await expect(changePassword(user, { current: "guess", next: NEXT })).rejects.toMatchObject(wrong);
  expect(await sessionsOf(user)).toHaveLength(3);
  expect(await changePassword(user, { current: PASSWORD, next: NEXT })).toMatchObject({ ended: 2 });
  expect(await sessionsOf(user)).toEqual([ids[0]]);
  await expect(redeemLink(tokenOf(link), null, new Headers())).rejects.toMatchObject({
    code: "LINK_NOT_VALID",
  });
  const { email } = user;
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.1", new Headers())).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
  });
  await expect(signIn({ email, password: NEXT }, "192.0.2.1", new Headers())).resolves.toMatchObject({
    email,
  });
  expect(await actionsOf(workspace)).toEqual(["user.password_changed"]);
});

test("changing the password gives the current session a new token, or changes nothing", async () => {
  const { user, ids } = await makeUser();
  const row = async () =>
    (await pool().query("select token, created_at, expires_at from sessions where id = $1", [ids[0]]))
      .rows[0];
  const before = await row();
  await expect(changePassword(user, { current: "guess", next: NEXT })).rejects.toThrow();
  expect(await row()).toEqual(before);
  const { token } = await changePassword(user, { current: PASSWORD, next: NEXT });
  expect(token).not.toBe(before.token);
  expect(await row(), "its lifetime stays the same").toEqual({ ...before, token });

  await endSession(user, { id: ids[0] ?? "" });
  await expect(changePassword(user, { current: NEXT, next: PASSWORD })).rejects.toMatchObject({
    code: "NOT_SIGNED_IN",
  });
  const { email } = user;
  await expect(signIn({ email, password: NEXT }, "192.0.2.1", new Headers())).resolves.toMatchObject({
    email,
  });
});

test("of two concurrent changes one succeeds", async () => {
  const { user } = await makeUser();
  const tries = await Promise.allSettled(
    [1, 2].map((n) => changePassword(user, { current: PASSWORD, next: `${NEXT} ${n}` })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test.each([
  ["changed", (user: UserActor) => changePassword(user, { current: PASSWORD, next: NEXT })],
  [
    "removed by a link",
    async (user: UserActor) =>
      redeemLink(tokenOf(await issueSignInLink(db(), user.userId)), null, new Headers()),
  ],
])("a sign-in by a password that is being %s concurrently fails", async (_, end) => {
  const { user } = await makeUser();
  const { email, userId } = user;
  const holder = await pool().connect();
  await holder.query("begin; lock table audit_entries in exclusive mode");
  // The other transaction has done everything except commit.
  const ending = end(user);
  const waiting = "select from pg_locks where relation = 'audit_entries'::regclass and not granted";
  await expect.poll(async () => (await holder.query(waiting)).rowCount).toBe(1);
  const signingIn = signIn({ email, password: PASSWORD }, "192.0.2.1", new Headers()).catch(
    ({ code }) => code,
  );
  const sessions = "select id from sessions where user_id = $1";
  await expect.poll(async () => (await holder.query(sessions, [userId])).rowCount).toBe(4);
  await holder.query("commit");
  holder.release();
  await ending;
  expect(await signingIn).toBe("SIGN_IN_FAILED");
  expect(await sessionsOf(user)).toHaveLength(1);
});

test("throttles guesses of the current password", async () => {
  const { user } = await makeUser();
  const codes: string[] = [];
  for (let n = 0; n < 10; n++) {
    await changePassword(user, { current: `guess ${n}`, next: NEXT }).catch(({ code }) => codes.push(code));
  }
  expect(codes).toEqual([...Array(8).fill("INPUT_INVALID"), "TOO_MANY_TRIES", "TOO_MANY_TRIES"]);
});

test("a user without a password sets their first one", async () => {
  const { user } = await makeUser(null);
  expect((await readAccount(user)).hasPassword).toBe(false);
  await changePassword(user, { current: "", next: NEXT });
  await expect(
    signIn({ email: user.email, password: NEXT }, "192.0.2.1", new Headers()),
  ).resolves.toMatchObject({ userId: user.userId });
});

test("an operator's link ends all other access to the account and allows a new password", async () => {
  const { workspace, user, ids } = await makeUser();
  const operator = { kind: "operator", name: "tester" } as const;
  const [link, other] = [
    await createSignInLink(operator, user.email),
    await createSignInLink(operator, user.email),
  ];
  expect(await sessionsOf(user), "an unused link changes nothing").toEqual(ids);
  await redeemLink(tokenOf(link), "192.0.2.8", new Headers());

  const [own, ...others] = await sessionsOf(user);
  expect(others).toEqual([]);
  expect(ids).not.toContain(own);
  await expect(redeemLink(tokenOf(other), null, new Headers())).rejects.toMatchObject({
    code: "LINK_NOT_VALID",
  });
  const { email } = user;
  await expect(signIn({ email, password: PASSWORD }, "192.0.2.1", new Headers())).rejects.toMatchObject({
    code: "SIGN_IN_FAILED",
  });
  expect((await readAccount(user)).hasPassword).toBe(false);
  await changePassword({ ...user, sessionId: own ?? "" }, { current: "", next: NEXT });
  await expect(signIn({ email, password: NEXT }, "192.0.2.1", new Headers())).resolves.toMatchObject({
    email,
  });
  const [, used] = (await listAudit(workspace, { cursor: null })).entries;
  expect(used).toMatchObject({
    action: "user.link_used",
    actorName: user.name,
    address: "192.0.2.8",
    changes: { password: { old: "set", new: "none" }, sessions: { old: "all 3" } },
  });
});

test("a link whose redemption fails signs no one in and works later", async () => {
  const { user, ids } = await makeUser();
  const token = tokenOf(await issueSignInLink(db(), user.userId));
  await withMissingTable("accounts", async () => {
    await expect(redeemLink(token, null, new Headers())).rejects.toThrow();
  });
  expect(await sessionsOf(user)).toEqual(ids);
  await redeemLink(token, null, new Headers());
  expect(await sessionsOf(user)).toHaveLength(1);
});
