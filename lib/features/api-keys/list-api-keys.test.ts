import { beforeAll, describe, expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { upsertKeyUsage } from "@/db/queries/api-key-usage";
import { DAY_MS } from "@/lib/core/durations";
import { compareKeys, sortKey, sortNames } from "@/lib/core/name-order";
import type { OperatorActor } from "@/lib/features/actor";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { KEY_STATES, type KeyState, PERMISSIONS, type Permission, SORTS, type Sort } from "./constants";
import { type ApiKeyDto, type ListApiKeysInput, listApiKeysInput } from "./contract";
import { editApiKey } from "./edit-api-key";
import { listApiKeys } from "./list-api-keys";

const list = (actor: OperatorActor, view: Partial<ListApiKeysInput> = {}) =>
  listApiKeys(actor, listApiKeysInput.parse(view));

async function listAllPages(
  actor: OperatorActor,
  view: Partial<ListApiKeysInput>,
  between?: () => Promise<unknown>,
) {
  const seen: ApiKeyDto[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(actor, { ...view, cursor });
    seen.push(...page.keys);
    cursor = page.nextCursor;
    await between?.();
  } while (cursor);
  return seen;
}

const recordUses = (actor: OperatorActor, uses: { keyId: string; at: Date }[]) =>
  upsertKeyUsage(
    db(),
    uses.map(({ keyId, at }) => ({
      workspaceId: actor.workspaceId,
      keyId,
      success: { at, path: "/v3", address: "127.0.0.1", status: 200 },
      refusal: null,
    })),
  );

/** The expected order of neighbors. Ties may be in any order. */
const ORDERED: Record<Sort, (a: ApiKeyDto, b: ApiKeyDto) => boolean> = {
  created: (a, b) => a.createdAt >= b.createdAt,
  name: (a, b) => compareKeys(sortKey(a.name), sortKey(b.name)) < 0,
  expires: (a, b) => a.expiresAt <= b.expiresAt,
  used: (a, b) => (a.lastSuccessAt ?? "").slice(0, 16) >= (b.lastSuccessAt ?? "").slice(0, 16),
};

describe("with many keys of every kind", () => {
  let actor: OperatorActor;
  let agents: string[];
  let all: {
    id: string;
    state: KeyState;
    permissions: Permission[];
    agents: string[] | null;
    name: string;
  }[];

  beforeAll(async () => {
    actor = await makeWorkspace();
    const foreign = await makeWorkspace();
    agents = [(await makeAgent(actor)).id, (await makeAgent(actor)).id, (await makeAgent(actor)).id];
    const lives: Record<KeyState, number> = { active: 15 * DAY_MS, expiring: 13 * DAY_MS, expired: -DAY_MS };
    all = [];
    for (let n = 0; n < 240; n++) {
      const kind = {
        name: `${n % 3 === 0 ? "CRM" : "crm-like"} ${n}`,
        state: KEY_STATES[Math.floor(n / 2) % 3] ?? "active",
        permissions: PERMISSIONS.filter((_, bit) => (n % 7) + 1 === 7 || ((n % 7) + 1) & (1 << bit)),
        agents: n % 4 === 0 ? null : n % 4 === 1 ? agents.slice(0, 1) : agents.slice(0, 2),
      };
      const life = lives[kind.state] + (n % 5) * 1000;
      const { key } = await makeKey(actor, {
        name: kind.name,
        permissions: kind.permissions,
        ...(kind.agents ? { agents: kind.agents } : {}),
        expiresAt: new Date(Date.now() + life).toISOString(),
      });
      all.push({ id: key.id, ...kind });
      if (n % 20 === 0) await makeKey(foreign, { name: kind.name });
    }
    // Ten per minute, so that pages end within ties. A third of the keys was never used.
    await recordUses(
      actor,
      all
        .filter((_, n) => n % 3 > 0)
        .map(({ id }, n) => ({ keyId: id, at: new Date(Date.now() - Math.floor(n / 10) * 60_000) })),
    );
  });

  test.each(Object.keys(SORTS) as Sort[])(
    "sorted by %s, pages return every match of every filter once",
    async (sort) => {
      for (const state of ["", ...KEY_STATES] as const) {
        for (const permission of ["", "external_events"] as const) {
          for (const agent of ["", agents[0] ?? "", agents[1] ?? "", agents[2] ?? "", "PROJECT-NOWHERE"]) {
            for (const search of ["", "CRM "]) {
              const view = { sort, state, permission, agent, search };
              const expected = all.filter(
                (key) =>
                  (!state || key.state === state) &&
                  (!permission || key.permissions.includes(permission)) &&
                  (!agent || (agents.includes(agent) && (key.agents?.includes(agent) ?? true))) &&
                  key.name.toLowerCase().includes(search.toLowerCase().trim()),
              );
              const seen = await listAllPages(actor, view);
              const message = JSON.stringify(view);
              expect(seen.map(({ id }) => id).sort(), message).toEqual(expected.map(({ id }) => id).sort());
              const wrong = seen.findIndex((key, n) => {
                const next = seen[n + 1];
                return next && !ORDERED[sort](key, next);
              });
              expect(wrong, message).toBe(-1);
              expect(
                seen.filter((key) => state && key.state !== state),
                message,
              ).toEqual([]);
            }
          }
        }
      }
    },
  );

  test.each(["created", "name", "expires"] as const)(
    "sorted by %s, keys created between pages hide no other key",
    async (sort) => {
      const before = new Set((await listAllPages(actor, { sort })).map(({ id }) => id));
      const seen = await listAllPages(actor, { sort }, () =>
        makeKey(actor, { name: `Later ${Math.random()}` }),
      );
      const known = seen.filter(({ id }) => before.has(id)).map(({ id }) => id);
      expect(known).toHaveLength(before.size);
      expect(new Set(known).size).toBe(before.size);
    },
  );

  test("a cursor of another sort order or filter starts at the first page", async () => {
    const { nextCursor } = await list(actor, { sort: "name" });
    expect(nextCursor).not.toBeNull();
    for (const other of [
      { sort: "created" },
      { sort: "name", state: "active" },
      { sort: "name", permission: "handoff" },
      { sort: "name", agent: agents[0] },
      { sort: "name", search: "crm" },
    ] as const) {
      const first = await list(actor, other);
      expect((await list(actor, { ...other, cursor: nextCursor })).keys, JSON.stringify(other)).toEqual(
        first.keys,
      );
    }
  });
});

test("searches by part of the name, masked key and ID, and treats wildcards as text", async () => {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor, { name: "100% CRM_sync Ñandú" });
  await makeKey(actor, { name: "100x CRMxsync Nando" });
  await makeKey(await makeWorkspace(), { name: "100% CRM_sync Ñandú" });
  for (const search of ["crm_", "0%", "ñANDÚ", "nandu", key.masked, key.id]) {
    expect(
      (await list(actor, { search })).keys.map(({ id }) => id),
      search,
    ).toEqual([key.id]);
  }
  expect((await list(actor, { search: "nothing" })).keys).toEqual([]);
});

test("sorts and finds names in every script as people do", async () => {
  const actor = await makeWorkspace();
  const names = [
    "Zoo",
    "key 10",
    "Ärger",
    "key 2",
    "IŞIK",
    "Æther",
    "Łódź",
    "किताब",
    "\u{1f600} b",
    "\uff21 b",
    "07",
    "7",
  ];
  for (const name of names) await makeKey(actor, { name });
  const sorted = (await list(actor, { sort: "name" })).keys.map(({ name }) => name);
  expect(sorted).toEqual(sortNames(names));
  expect(sorted.filter((name) => /[zk]/i.test(name))).toEqual(["IŞIK", "key 2", "key 10", "Zoo"]);
  for (const [search, found] of [
    ["ışık", ["IŞIK"]],
    ["isik", ["IŞIK"]],
    ["aether", ["Æther"]],
    ["arger", ["Ärger"]],
    ["LODZ", ["Łódź"]],
    ["a b", ["\uff21 b"]],
    ["10", ["key 10"]],
    ["07", ["07"]],
    ["7", ["07", "7"]],
    ["किताब", ["किताब"]],
    ["कुतब", []],
    ["क", ["किताब"]],
  ] as const) {
    const { keys } = await list(actor, { sort: "name", search });
    expect(
      keys.map(({ name }) => name),
      search,
    ).toEqual(found);
  }
  const zoo = (await list(actor, { search: "zoo" })).keys[0];
  await editApiKey(actor, { id: zoo?.id ?? "", version: 1, name: "Ǣ 1", permissions: ["handoff"] });
  expect((await list(actor, { search: "ae 1" })).keys).toHaveLength(1);
  expect((await list(actor, { search: "zoo" })).keys).toEqual([]);
});

test("searches by either end of a secret, and by those ends if the search is the secret", async () => {
  const actor = await makeWorkspace();
  // Names that cannot contain four characters of a secret. A secret once ended in "anDu", which matches "Nandu".
  const { key, secret } = await makeKey(actor, { name: "Ñ 1" });
  await makeKey(actor, { name: "Ñ 2" });
  const whole = [
    secret,
    `x-api-key: ${secret}`,
    `"${secret}"`,
    encodeURIComponent(` ${secret}\n`),
    secret.slice(4),
  ];
  for (const end of [secret.slice(4, 8), secret.slice(-4), ...whole, secret.slice(0, -1)]) {
    expect(
      (await list(actor, { search: end })).keys.map(({ id }) => id),
      end,
    ).toEqual([key.id]);
  }
});

test("a key is expiring for its last 14 days by the database's clock", async () => {
  const actor = await makeWorkspace();
  const ids: Record<string, string> = {};
  for (const [name, life] of [
    ["ended a second ago", -1000],
    ["ends within a minute", 60_000],
    ["ends a minute before 14 days", 14 * DAY_MS - 60_000],
    ["ends a minute after 14 days", 14 * DAY_MS + 60_000],
  ] as const) {
    ids[name] = (await makeKey(actor, { name, expiresAt: new Date(Date.now() + life).toISOString() })).key.id;
  }
  const named = async (state: KeyState) =>
    (await list(actor, { state, sort: "expires" })).keys.map(({ name }) => name);
  expect(await named("expired")).toEqual(["ended a second ago"]);
  expect(await named("expiring")).toEqual(["ends within a minute", "ends a minute before 14 days"]);
  expect(await named("active")).toEqual(["ends a minute after 14 days"]);
});

test("sorting by last success follows new requests and ignores older ones", async () => {
  const actor = await makeWorkspace();
  const [a, b, c] = [await makeKey(actor), await makeKey(actor), await makeKey(actor)].map(
    ({ key }) => key.id,
  );
  if (!a || !b || !c) throw new Error("Three keys were made.");
  const order = async () => (await list(actor, { sort: "used" })).keys.map(({ id }) => id);
  const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000);
  await recordUses(actor, [
    { keyId: a, at: minutesAgo(9) },
    { keyId: b, at: minutesAgo(5) },
  ]);
  expect(await order()).toEqual([b, a, c]);
  await recordUses(actor, [{ keyId: a, at: minutesAgo(2) }]);
  expect(await order()).toEqual([a, b, c]);
  await recordUses(actor, [{ keyId: a, at: minutesAgo(20) }]);
  await Promise.all([
    recordUses(actor, [
      { keyId: c, at: minutesAgo(0) },
      { keyId: b, at: minutesAgo(3) },
    ]),
    recordUses(actor, [
      { keyId: b, at: minutesAgo(3) },
      { keyId: c, at: minutesAgo(0) },
    ]),
  ]);
  expect(await order()).toEqual([c, a, b]);
});

test("finds rare matches beyond the first thousands of rows", async () => {
  const actor = await makeWorkspace();
  const [few, many] = [(await makeAgent(actor)).id, (await makeAgent(actor)).id];
  await pool().query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       created_by_name, created_at, expires_at)
     select $1, 'key_' || n, 'Key ' || n, sha256(($1 || n)::bytea), 'aaaa', 'bbbb', n % 5000 = 0,
       case when n % 50 = 0 then array['handoff', 'conversations'] else array['conversations'] end,
       'Ada', now() - n * interval '1 second', now() + case when n % 100 = 0 then 1 else 30 end * interval '1 day'
     from generate_series(1, 15000) n`,
    [actor.workspaceId],
  );
  // One agent is on the last 40 keys, another on the last thousands.
  await pool().query(
    `insert into api_key_agents (workspace_id, key_id, agent_id)
     select $1, 'key_' || n, $2 from generate_series(14961, 15000) n where n % 5000 > 0
     union all select $1, 'key_' || n, $3 from generate_series(11001, 15000) n where n % 5000 > 0`,
    [actor.workspaceId, few, many],
  );
  for (const sort of Object.keys(SORTS) as Sort[]) {
    const ids = async (view: Partial<ListApiKeysInput>) =>
      (await listAllPages(actor, { sort, ...view })).map(({ id }) => id);
    const rare = await ids({ state: "expiring" });
    expect(new Set(rare).size).toBe(150);
    expect(rare).toHaveLength(150);
    expect(await ids({ permission: "handoff" })).toHaveLength(300);
    expect(await ids({ search: "Key 14999" })).toEqual(["key_14999"]);
    expect(await ids({ agent: few, search: "Key 1499" })).toHaveLength(10);
    const covering = await ids({ agent: few });
    expect(new Set(covering).size).toBe(42);
    expect(covering).toHaveLength(42);
    const page = await list(actor, { sort, agent: many });
    expect(page.keys).toHaveLength(50);
    for (const { id } of page.keys) {
      const n = Number(id.slice(4));
      expect(n % 5000 === 0 || n > 11_000, `${sort} ${id}`).toBe(true);
    }
  }
});
