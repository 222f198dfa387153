import { beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client/client";
import { newId } from "@/lib/core/ids";
import * as authActions from "@/lib/features/auth/actions";
import { readAccount } from "@/lib/features/auth/read-account";
import { currentMember, requireUser } from "@/lib/features/auth/session";
import { READ_CASES, WRITE_CASES } from "./cases";
import { type AccessMatrixSeed, CALLERS, type Caller, seedAccessMatrix } from "./seed";

// Runs every verb of the console, as the console calls it, as every kind of caller. A caller has a real session's cookie and
// nothing else. The test compares the rows of all tables before and after.

let cookie = "";
vi.mock("next/headers", () => ({
  headers: async () => new Headers(cookie ? { cookie } : {}),
  // Cookies that better-auth sets, and the time zone: neither matters here.
  cookies: async () => ({ get: () => undefined, set: () => {}, toString: () => cookie }),
}));

/** Seeds a workspace and signs in as the caller. */
async function signInAs(caller: Caller): Promise<AccessMatrixSeed> {
  const seed = await seedAccessMatrix(caller);
  cookie = seed.cookie;
  return seed;
}

/** Every row of every table, by table, except rate-limit counters. */
async function readAllRows(): Promise<Record<string, unknown>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'throttles'",
  );
  const state: Record<string, unknown> = {};
  for (const { name } of tables) {
    // Any request updates the time of a session's last activity.
    const row = name === "sessions" ? "(t.id, t.user_id)" : "t";
    const { rows } = await pool().query(`select ${row}::text as row from ${name} t order by 1`);
    state[name] = rows.map(({ row }) => row);
  }
  return state;
}

/** The same seed with IDs that do not exist. */
const withUnknownIds = (seed: AccessMatrixSeed): AccessMatrixSeed => ({
  ...seed,
  owner: { ...seed.owner, userId: newId("user") },
  victim: { ...seed.victim, userId: newId("user") },
  agent: { ...seed.agent, id: newId("agent") },
  old: { ...seed.old, id: newId("agent") },
  key: { ...seed.key, id: newId("apiKey") },
  invitation: { ...seed.invitation, id: newId("invitation") },
  victimSession: { ...seed.victimSession, id: newId("session") },
});

/** What the caller learns: the result or the error. */
const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(JSON.stringify, (error) => `${error.code}: ${error.message}`);

/** The error of an unknown agent contains the requested ID. */
const withoutAgentId = (outcome: string, { agent }: AccessMatrixSeed): string =>
  outcome.replaceAll(agent.id, "…");

beforeEach(() => {
  cookie = "";
});

describe.each(Object.entries(WRITE_CASES))("%s", (_, { allowedCallers, run, byId }) => {
  test.each(CALLERS)("%s", async (caller) => {
    const seed = await signInAs(caller);
    const before = await readAllRows();
    // Verbs of the command line are called without an action and throw.
    await run(seed, seed.slug).catch(() => {});
    const after = await readAllRows();
    if (allowedCallers.includes(caller)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  if (!byId) return;
  test("an admin of another workspace gets the same error for these IDs as for unknown ones", async () => {
    const seed = await signInAs("stranger");
    const before = await readAllRows();
    const outcome = await outcomeOf(run(seed, seed.ownSlug));
    expect(await readAllRows()).toEqual(before);
    const unknown = withUnknownIds(seed);
    expect(withoutAgentId(outcome, seed), "the outcome for unknown IDs").toBe(
      withoutAgentId(await outcomeOf(run(unknown, seed.ownSlug)), unknown),
    );
  });
});

describe.each(Object.entries(READ_CASES))("%s", (_, { allowedCallers, run }) => {
  test.each(CALLERS)("%s", async (caller) => {
    const seed = await signInAs(caller);
    const outcome = await run(seed.slug, seed).then(
      () => "read",
      (error) => error.code,
    );
    if (allowedCallers.includes(caller)) expect(outcome).toBe("read");
    else expect(["NOT_SIGNED_IN", "NOT_FOUND", "NOT_ALLOWED"]).toContain(outcome);
  });

  test("an admin of another workspace reads nothing of this one", async () => {
    const seed = await signInAs("stranger");
    const outcome = await outcomeOf(run(seed.ownSlug, seed));
    const ours = [seed.agent, seed.old, seed.key, seed.invitation].map(({ id }) => id);
    for (const id of [...ours, seed.owner.userId, seed.victim.userId, seed.victimSession.id]) {
      expect(outcome).not.toContain(id);
    }
    const unknown = withUnknownIds(seed);
    expect(withoutAgentId(outcome, seed), "the outcome for unknown IDs").toBe(
      withoutAgentId(await outcomeOf(run(seed.ownSlug, unknown)), unknown),
    );
  });
});

test("an ended session is signed out with the next request", async () => {
  const seed = await signInAs("admin");
  const ended = seed.ownSession?.cookie ?? "";
  const current = cookie;
  cookie = ended;
  await expect(currentMember(seed.slug)).resolves.toMatchObject({ role: "admin" });
  cookie = current;
  await authActions.endOtherSessionsAction();
  cookie = ended;
  await expect(currentMember(seed.slug)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  cookie = current;
  await expect(currentMember(seed.slug)).resolves.toMatchObject({ role: "admin" });
});

test("a request updates the last activity of its session, to the minute", async () => {
  await signInAs("none");
  const lastActive = async () => (await readAccount(await requireUser())).sessions[0]?.lastActiveAt ?? "";
  await pool().query("update sessions set updated_at = now() - interval '1 hour'");
  expect(Date.parse(await lastActive())).toBeGreaterThan(Date.now() - 60_000);
});
