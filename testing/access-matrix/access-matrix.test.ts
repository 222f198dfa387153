import { beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client/client";
import { newId } from "@/lib/core/ids";
import * as authActions from "@/lib/features/auth/actions";
import { readAccount } from "@/lib/features/auth/read-account";
import { currentMember, requireUser } from "@/lib/features/auth/session";
import { READ_CASES, WRITE_CASES } from "./cases";
import { type AccessMatrixSeed, CALLERS, type Caller, seedAccessMatrix } from "./seed";

// Who may do what: every verb of the console, as it is reached, by every kind of person, judged by the database. The
// cookie of a real session is all that a caller brings; the rows of every table before and after are all that counts.

let cookie = "";
vi.mock("next/headers", () => ({
  headers: async () => new Headers(cookie ? { cookie } : {}),
  // What better-auth would set, and the time zone: neither plays a part here.
  cookies: async () => ({ get: () => undefined, set: () => {}, toString: () => cookie }),
}));

/** As it is, signed in as `who`. */
async function enter(who: Caller): Promise<AccessMatrixSeed> {
  const stage = await seedAccessMatrix(who);
  cookie = stage.cookie;
  return stage;
}

/** Every row of every table, by table; but how many tries there were. */
async function everything(): Promise<Record<string, unknown>> {
  const { rows: tables } = await pool().query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'throttles'",
  );
  const state: Record<string, unknown> = {};
  for (const { name } of tables) {
    // When a session was last active is noted by asking at all.
    const told = name === "sessions" ? "(t.id, t.user_id)" : "t";
    const { rows } = await pool().query(`select ${told}::text as row from ${name} t order by 1`);
    state[name] = rows.map(({ row }) => row);
  }
  return state;
}

/** The same stage, but every id is nobody's. */
const ofNobody = (stage: AccessMatrixSeed): AccessMatrixSeed => ({
  ...stage,
  owner: { ...stage.owner, userId: newId("user") },
  victim: { ...stage.victim, userId: newId("user") },
  agent: { ...stage.agent, id: newId("agent") },
  old: { ...stage.old, id: newId("agent") },
  key: { ...stage.key, id: newId("apiKey") },
  invitation: { ...stage.invitation, id: newId("invitation") },
  victimSession: { ...stage.victimSession, id: newId("session") },
});

/** What whoever calls is told. */
const answerOf = (told: Promise<unknown>): Promise<string> =>
  told.then(JSON.stringify, (error) => `${error.code}: ${error.message}`);

/** An agent that is not found is named as it was asked for. */
const withoutName = (told: string, { agent }: AccessMatrixSeed): string => told.replaceAll(agent.id, "…");

beforeEach(() => {
  cookie = "";
});

describe.each(Object.entries(WRITE_CASES))("%s", (_, { allowedCallers, run, byId }) => {
  test.each(CALLERS)("%s", async (who) => {
    const stage = await enter(who);
    const before = await everything();
    // What is on the command line only is called without an action around it, and throws.
    await run(stage, stage.slug).catch(() => {});
    const after = await everything();
    if (allowedCallers.includes(who)) expect(after).not.toEqual(before);
    else expect(after).toEqual(before);
  });

  if (!byId) return;
  test("an admin of another workspace, from there, by the ids of this one", async () => {
    const stage = await enter("stranger");
    const before = await everything();
    const told = await answerOf(run(stage, stage.ownSlug));
    expect(await everything()).toEqual(before);
    const nobodys = ofNobody(stage);
    expect(withoutName(told, stage), "as of an id that there is not").toBe(
      withoutName(await answerOf(run(nobodys, stage.ownSlug)), nobodys),
    );
  });
});

describe.each(Object.entries(READ_CASES))("%s", (_, { allowedCallers, run }) => {
  test.each(CALLERS)("%s", async (who) => {
    const stage = await enter(who);
    const outcome = await run(stage.slug, stage).then(
      () => "told",
      (error) => error.code,
    );
    if (allowedCallers.includes(who)) expect(outcome).toBe("told");
    else expect(["NOT_SIGNED_IN", "NOT_FOUND", "NOT_ALLOWED"]).toContain(outcome);
  });

  test("an admin of another workspace is told nothing of this one from there", async () => {
    const stage = await enter("stranger");
    const told = await answerOf(run(stage.ownSlug, stage));
    const ours = [stage.agent, stage.old, stage.key, stage.invitation].map(({ id }) => id);
    for (const id of [...ours, stage.owner.userId, stage.victim.userId, stage.victimSession.id]) {
      expect(told).not.toContain(id);
    }
    const nobodys = ofNobody(stage);
    expect(withoutName(told, stage), "as of an id that there is not").toBe(
      withoutName(await answerOf(run(stage.ownSlug, nobodys)), nobodys),
    );
  });
});

test("an ended session is nobody at the very next request", async () => {
  const stage = await enter("admin");
  const ended = stage.ownSession?.cookie ?? "";
  const current = cookie;
  cookie = ended;
  await expect(currentMember(stage.slug)).resolves.toMatchObject({ role: "admin" });
  cookie = current;
  await authActions.endOtherSessionsAction();
  cookie = ended;
  await expect(currentMember(stage.slug)).rejects.toMatchObject({ code: "NOT_SIGNED_IN" });
  cookie = current;
  await expect(currentMember(stage.slug)).resolves.toMatchObject({ role: "admin" });
});

test("a request notes that its session is in use, to the minute", async () => {
  await enter("none");
  const lastActive = async () => (await readAccount(await requireUser())).sessions[0]?.lastActiveAt ?? "";
  await pool().query("update sessions set updated_at = now() - interval '1 hour'");
  expect(Date.parse(await lastActive())).toBeGreaterThan(Date.now() - 60_000);
});
