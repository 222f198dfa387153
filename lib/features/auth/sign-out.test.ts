import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import type { UserActor } from "@/lib/features/actor";
import { withMissingTable } from "@/testing/database";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { auth } from "./auth";
import { signOut } from "./sign-out";

/** Somebody signed in, with the cookie of their browser. */
async function signedIn(): Promise<{ person: UserActor; headers: Headers }> {
  const { userId, name, email, ipAddress } = await makeMember(await makeWorkspace());
  const { headers } = await auth().api.signInByLink({ body: { userId }, returnHeaders: true });
  const { rows } = await pool().query("select id from sessions where user_id = $1", [userId]);
  const person = { kind: "person", userId, name, email, ipAddress, sessionId: rows[0]?.id } as const;
  return { person, headers: new Headers({ cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" }) };
}

test("signing out ends the session, whoever has its cookie", async () => {
  const { person, headers } = await signedIn();
  expect(await auth().api.getSession({ headers })).toMatchObject({ session: { id: person.sessionId } });
  await signOut(person, headers);
  expect(await auth().api.getSession({ headers })).toBeNull();
  await expect(signOut(null, headers)).resolves.toBeUndefined();
});

test("where the session cannot be ended, signing out fails, and works later", async () => {
  const { person, headers } = await signedIn();
  await withMissingTable("sessions", async () => {
    await expect(signOut(person, headers)).rejects.toThrow();
  });
  expect(await auth().api.getSession({ headers })).toMatchObject({ session: { id: person.sessionId } });
  await signOut(person, headers);
  expect(await auth().api.getSession({ headers })).toBeNull();
});
