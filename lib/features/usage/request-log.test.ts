import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { maintainLogPartitions } from "@/db/queries/log-partitions";
import { encodeCursor } from "@/lib/core/cursor";
import { endpointLabel } from "@/lib/features/api-keys/constants";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { listUnusedPermissions } from "@/lib/features/api-keys/list-unused-permissions";
import { setupApiClient } from "@/testing/api-server";
import {
  makeAgent,
  makeKey,
  makeWorkspace,
  memberActor,
  seedConversations,
  seedRequestLog,
} from "@/testing/fixtures";
import { listRequestsInput, requestFilters } from "./contract";
import { listRequests } from "./list-requests";
import { readKeyTraffic, readRecentUsage } from "./read-key-traffic";
import { requestLog } from "./request-log";

const call = setupApiClient();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ALL = listRequestsInput.parse({});

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await seedConversations(actor, agent.id, [{ id: "CA1" }]);
  const { key, secret } = await makeKey(actor, { permissions: ["conversations", "handoff"] });
  const path = `/v3/${actor.slug}/${agent.slug}/conversations`;
  const logged = async (input: Partial<typeof ALL> = {}) => {
    await requestLog.flush();
    return listRequests(actor, key.id, { ...ALL, ...input });
  };
  return { actor, agent, key, secret, path, logged };
}

test("every request under a key is in its log, refused ones too, without query and secret", async () => {
  const { actor, agent, key, secret, path, logged } = await setup();
  await call(`${path}?limit=5&variant_id=private`, {
    key: secret,
    headers: { "x-polyai-correlation-id": "c-1" },
  });
  await call(`${path}?limit=none`, { key: secret });
  await call(`/v1/${actor.slug}/${agent.slug}/handoff_state?id=CA1`, { key: secret });
  await call(`/v1/external-events/webhook?account_id=${actor.slug}&project_id=${agent.slug}`, {
    key: secret,
    method: "POST",
  });
  await call(`/v3/${actor.slug}/nobody/conversations`, { key: secret });
  await call(path, { key: "nonsense" });
  await expect.poll(async () => (await logged()).requests.length).toBe(5);

  const { requests } = await logged();
  expect(requests.map(({ endpoint, status }) => [endpoint, status])).toEqual(
    expect.arrayContaining([
      ["listConversations", 200],
      ["listConversations", 400],
      ["getHandoffState", 404],
      ["receiveExternalEvent", 403],
      ["listConversations", 404],
    ]),
  );
  expect(requests.find(({ status }) => status === 200)).toMatchObject({
    method: "GET",
    path,
    correlationId: "c-1",
    address: expect.stringContaining("127.0.0.1"),
  });
  expect(JSON.stringify(requests)).not.toContain("private");
  expect((await logged({ status: "4", endpoint: "listConversations" })).requests).toHaveLength(2);
  expect((await logged({ to: "2020-01-01T00:00:00Z" })).requests).toEqual([]);

  const traffic = await readKeyTraffic(actor, key.id);
  expect(traffic.lastDay).toEqual({ requests: 5, successes: 1, addresses: 1 });
  expect(traffic.hours.reduce((sum, { requests }) => sum + requests, 0)).toBe(5);
});

test("the log outlives its key and is nobody else's; a budget that is used up is in it", async () => {
  const { actor, key, secret, path, logged } = await setup();
  await call(path, { key: secret });
  await expect.poll(async () => (await logged()).requests.length).toBe(1);
  await deleteApiKey(actor, { id: key.id });
  expect((await call(path, { key: secret })).status).toBe(401);
  await expect.poll(async () => (await logged()).requests.map(({ status }) => status)).toEqual([401, 200]);
  const stranger = memberActor((await makeWorkspace()).workspaceId);
  expect((await listRequests(stranger, key.id, ALL)).requests).toEqual([]);
  expect((await readKeyTraffic(stranger, key.id)).lastDay).toEqual({
    requests: 0,
    successes: 0,
    addresses: 0,
  });
  const blind = memberActor(actor.workspaceId, { role: "member" });
  await expect(listRequests(blind, key.id, ALL)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an endpoint that only another version knows keeps its name", async () => {
  const { actor, key, logged } = await setup();
  await seedRequestLog(actor, key.id, [{ correlationId: "known" }, { correlationId: "unknown" }]);
  await pool().query(
    "update api_requests set endpoint = 'toString' where key_id = $1 and correlation_id = 'unknown'",
    [key.id],
  );
  const told = (await logged()).requests.map(({ endpoint }) => [endpoint, endpointLabel(endpoint)]);
  expect(told.toSorted()).toEqual([
    ["listConversations", "List conversations"],
    ["toString", "toString"],
  ]);
  expect((await logged({ status: "2" })).requests).toHaveLength(2);
});

test("the use of several keys counts an address once, and every request with its address", async () => {
  const { actor, key } = await setup();
  const { key: second } = await makeKey(actor);
  const { key: idle } = await makeKey(actor);
  const from = (address: string, at = new Date()) => ({ address, at });
  // The first moment of an hour that the last 24 hours only end in: counts by the hour hold it.
  const now = Date.now();
  const since = now - DAY_MS;
  const edge = new Date(since - (since % HOUR_MS));
  await seedRequestLog(actor, key.id, [from("192.0.2.1"), from("192.0.2.2"), from("192.0.2.2")]);
  await seedRequestLog(actor, second.id, [{ ...from("192.0.2.2"), status: 403 }, from("192.0.2.3", edge)]);
  await seedRequestLog(actor, idle.id, [from("192.0.2.4", new Date(edge.getTime() - 1))]);
  await requestLog.flush();
  const use = (...ids: string[]) => readRecentUsage(actor, { ids }, now);
  expect(await use(key.id, second.id)).toMatchObject({ requests: 5, successes: 4, addresses: 3 });
  expect(await use(second.id)).toMatchObject({ requests: 2, successes: 1, addresses: 2 });
  expect(await use(idle.id)).toMatchObject({ requests: 0, successes: 0, addresses: 0 });

  // Each by itself too, but for one that was deleted and those of others.
  const { key: gone } = await makeKey(actor);
  await seedRequestLog(actor, gone.id, [from("192.0.2.5")]);
  await deleteApiKey(actor, { id: gone.id });
  const theirs = (await makeKey(await makeWorkspace())).key;
  const { keys } = await use(key.id, second.id, idle.id, gone.id, theirs.id);
  expect(keys.toSorted((a, b) => b.requests - a.requests)).toEqual([
    { id: key.id, requests: 3, successes: 3, addresses: 2 },
    { id: second.id, requests: 2, successes: 1, addresses: 2 },
    { id: idle.id, requests: 0, successes: 0, addresses: 0 },
  ]);
});

test("pages walk the log once, newest first", async () => {
  const { key, actor } = await setup();
  const at = (n: number) => new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 3) * 1000);
  const entry = {
    workspaceId: actor.workspaceId,
    keyId: key.id,
    method: "GET",
    path: "/v3",
    address: "192.0.2.7",
  };
  for (let n = 0; n < 120; n++) {
    requestLog.record({
      ...entry,
      at: at(n),
      endpoint: "listConversations",
      status: 200,
      durationMs: n,
      correlationId: `c${n}`,
    });
  }
  await requestLog.flush();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRequests>> = await listRequests(actor, key.id, {
      ...ALL,
      cursor,
    });
    seen.push(...page.requests.map(({ at, correlationId }) => `${at} ${correlationId}`));
    cursor = page.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(120);
  expect(seen.map((text) => text.split(" ")[0])).toEqual(
    seen
      .map((text) => text.split(" ")[0])
      .toSorted()
      .toReversed(),
  );
});

test("days come before they begin and go when their time is over", async () => {
  const days = async () =>
    (
      await pool().query<{ name: string }>(
        "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'api_requests'::regclass order by 1",
      )
    ).rows.map(({ name }) => name);
  await maintainLogPartitions(30, Date.parse("2031-03-01T12:00:00Z"));
  const march = ["20310301", "20310302", "20310303", "20310304"].map((day) => `api_requests_${day}`);
  expect(await days()).toEqual([...march, "api_requests_other"]);
  await maintainLogPartitions(2, Date.parse("2031-03-04T00:00:00Z"));
  expect(await days()).toEqual([
    ...march.slice(1),
    ...["20310305", "20310306", "20310307"].map((day) => `api_requests_${day}`),
    "api_requests_other",
  ]);
});

test("a day that began where there was no partition for it stays where it is, and the next days get theirs", async () => {
  const { actor, key } = await setup();
  const at = new Date("2032-05-02T10:00:00Z");
  const entry = {
    workspaceId: actor.workspaceId,
    keyId: key.id,
    method: "GET",
    path: "/v3",
    address: "192.0.2.7",
  };
  const told = {
    ...entry,
    endpoint: "listConversations",
    status: 200,
    durationMs: 1,
    correlationId: "early",
  } as const;
  requestLog.record({ ...told, at });
  await requestLog.flush();
  await maintainLogPartitions(30, Date.parse("2032-05-01T12:00:00Z"));
  const { rows } = await pool().query(
    "select tableoid::regclass::text as table from api_requests where correlation_id = 'early'",
  );
  expect(rows).toEqual([{ table: "api_requests_other" }]);
  requestLog.record({ ...told, at: new Date("2032-05-03T10:00:00Z"), correlationId: "next" });
  await requestLog.flush();
  const next = await pool().query(
    "select tableoid::regclass::text as table from api_requests where correlation_id = 'next'",
  );
  expect(next.rows).toEqual([{ table: "api_requests_20320503" }]);
});

test("a permission that a used key has not used for a month is pointed out", async () => {
  const { actor, key, secret, path, logged } = await setup();
  await call(path, { key: secret });
  await expect.poll(async () => (await logged()).requests.length).toBe(1);
  const old = { ...key, createdAt: "2026-01-01T00:00:00Z" };
  expect(await listUnusedPermissions(actor, key)).toEqual([]);
  expect(await listUnusedPermissions(actor, old)).toEqual(["handoff"]);
  expect(await listUnusedPermissions(actor, old, Date.now() + 40 * 86_400_000)).toEqual([]);
});

test("of many addresses the latest are named and all are counted", async () => {
  const { actor, key } = await setup();
  const from = Array.from({ length: 23 }, (_, n) => ({ address: `192.0.2.${n}` }));
  await seedRequestLog(actor, key.id, from);
  const { addresses, totalAddresses } = await readKeyTraffic(actor, key.id);
  expect([addresses.length, totalAddresses]).toEqual([20, 23]);
});

test.each([
  ["from", "0000-01-01T00:00:00Z"],
  ["from", "1969-12-31T23:59:59Z"],
  ["from", "0001-01-01T00:00:00+23:59"],
  ["to", "9999-12-31T23:59:59-23:59"],
  ["to", "2026-02-30T00:00:00Z"],
  ["from", "2026-01-01"],
])("a request with %s=%s is refused", (name, value) => {
  expect(listRequestsInput.safeParse({ [name]: value }).error?.issues[0]?.path).toEqual([name]);
  expect(requestFilters.parse({ [name]: value })).toMatchObject({ from: null, to: null });
});

test("a cursor that is too long is refused", () => {
  const { error } = listRequestsInput.safeParse({ cursor: "x".repeat(4000) });
  expect(error?.issues[0]?.path).toEqual(["cursor"]);
});

test.each([
  "nonsense",
  encodeCursor({ at: "0000-01-01T00:00:00.000Z", id: 1 }),
  encodeCursor({ at: "2026-01-01T00:00:00Z", id: -1 }),
  encodeCursor({ at: "2026-01-01T00:00:00Z", id: 2 ** 60 }),
])("a forged cursor is refused: %s", async (cursor) => {
  const { actor, key } = await setup();
  await expect(listRequests(actor, key.id, { ...ALL, cursor })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    fields: { cursor: expect.any(String) },
  });
});

test("times with every offset of the clock are read", async () => {
  const { actor, key } = await setup();
  await seedRequestLog(actor, key.id, [{ at: new Date("2026-11-20T10:05:00Z") }]);
  for (const offset of ["Z", "+14:00", "+23:59", "-23:59"]) {
    const at = `2026-11-18T10:05:00${offset}`;
    const input = listRequestsInput.parse({
      from: at,
      cursor: encodeCursor({ at: at.replace("18", "22"), id: 1 }),
    });
    expect((await listRequests(actor, key.id, input)).requests, offset).toHaveLength(1);
  }
});

test("the log up to a minute has the whole of that minute", async () => {
  const { actor, key } = await setup();
  const at = (time: string) => ({ at: new Date(`2026-11-20T${time}Z`), correlationId: time });
  await seedRequestLog(
    actor,
    key.id,
    ["10:04:59.999", "10:05:00.000", "10:05:59.999", "10:06:00.000"].map(at),
  );
  const found = async (asked: { from?: string; to: string }) =>
    (await listRequests(actor, key.id, { ...ALL, ...asked })).requests.map((entry) => entry.correlationId);
  const minute = "2026-11-20T10:05:00.000Z";
  expect(await found({ from: minute, to: minute })).toEqual(["10:05:59.999", "10:05:00.000"]);
  expect(await found({ to: "2026-11-20T12:05:00+02:00" })).toHaveLength(3);
  expect(await found({ to: "9999-12-31T23:59:00Z" })).toHaveLength(4);
});
