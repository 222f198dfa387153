import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import type { UserActor } from "@/lib/features/actor";
import { withMissingTable } from "@/testing/database";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { auth } from "./auth";
import { signOut } from "./sign-out";

/** A signed-in user with their session cookie. */
async function signedIn(): Promise<{ user: UserActor; headers: Headers }> {
  const { userId, name, email, ipAddress } = await makeMember(await makeWorkspace());
  const { headers } = await auth().api.signInByLink({ body: { userId }, returnHeaders: true });
  const { rows } = await pool().query("select id from sessions where user_id = $1", [userId]);
  const user = { kind: "user", userId, name, email, ipAddress, sessionId: rows[0]?.id } as const;
  return { user, headers: new Headers({ cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" }) };
}

test("signing out ends the session for every copy of its cookie", async () => {
  const { user, headers } = await signedIn();
  expect(await auth().api.getSession({ headers })).toMatchObject({ session: { id: user.sessionId } });
  await signOut(user, headers);
  expect(await auth().api.getSession({ headers })).toBeNull();
  await expect(signOut(null, headers)).resolves.toBeUndefined();
});

test("signing out fails if the session cannot be deleted, and works later", async () => {
  const { user, headers } = await signedIn();
  await withMissingTable("sessions", async () => {
    await expect(signOut(user, headers)).rejects.toThrow();
  });
  expect(await auth().api.getSession({ headers })).toMatchObject({ session: { id: user.sessionId } });
  await signOut(user, headers);
  expect(await auth().api.getSession({ headers })).toBeNull();
});
