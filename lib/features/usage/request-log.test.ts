import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { maintainLogPartitions } from "@/db/queries/log-partitions";
import { lastDayStarts } from "@/lib/core/calendar";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@/lib/core/durations";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { listUnusedPermissions } from "@/lib/features/api-keys/list-unused-permissions";
import { endpointLabel } from "@/lib/features/usage/constants";
import { setupApiClient } from "@/testing/api-server";
import {
  makeAgent,
  makeKey,
  makeWorkspace,
  memberActor,
  seedConversations,
  seedRequestLog,
} from "@/testing/fixtures";
import { listRequestsInput } from "./contract";
import { listRequests } from "./list-requests";
import { readKeyTraffic } from "./read-key-traffic";
import { readRecentUsage } from "./read-recent-usage";
import { requestLog } from "./request-log";

const call = setupApiClient();
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

test("logs every request made with a key, failed ones too, without query string and key", async () => {
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
  await call(`/v3/${actor.slug}/unknown/conversations`, { key: secret });
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

test.each([
  ["Asia/Kolkata", 30],
  ["Asia/Kathmandu", 15],
  ["Pacific/Chatham", 15],
])("counts by the hours of the local clock in %s", async (zone, minute) => {
  const { actor, key } = await setup();
  const [midnight = new Date()] = lastDayStarts(Date.now(), zone, 3);
  expect(midnight.getUTCMinutes()).toBe(minute);
  const after = (minutes: number) => new Date(midnight.getTime() + minutes * MINUTE_MS);
  const hour = new Date(Math.floor(midnight.getTime() / HOUR_MS) * HOUR_MS);
  await seedRequestLog(actor, key.id, [
    { at: after(-1) },
    { at: midnight },
    { at: after(10), status: 404 },
    { at: after(10) },
    { at: after(10), status: 204 },
  ]);
  // Versions before this one counted whole hours.
  await pool().query(
    `insert into api_request_counts (workspace_id, key_id, hour, endpoint, status_class, requests)
     values ($1, $2, $3, 'getHandoffState', 5, 7)`,
    [actor.workspaceId, key.id, hour],
  );
  const { hours } = await readKeyTraffic(actor, key.id, zone);
  const text = (at: Date) => at.toISOString().replace(".000Z", "Z");
  expect(hours).toEqual([
    { hour: text(after(-60)), statusClass: 2, requests: 1 },
    { hour: text(after(-60)), statusClass: 5, requests: 7 },
    { hour: text(midnight), statusClass: 2, requests: 3 },
    { hour: text(midnight), statusClass: 4, requests: 1 },
  ]);
  expect((await readKeyTraffic(actor, key.id)).hours).toEqual([
    { hour: text(hour), statusClass: 2, requests: 4 },
    { hour: text(hour), statusClass: 4, requests: 1 },
    { hour: text(hour), statusClass: 5, requests: 7 },
  ]);
});

test("the log remains after the key is deleted and is visible to its workspace only", async () => {
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

test("shows an endpoint of another version under its stored name", async () => {
  const { actor, key, logged } = await setup();
  await seedRequestLog(actor, key.id, [{ correlationId: "known" }, { correlationId: "unknown" }]);
  await pool().query(
    "update api_requests set endpoint = 'toString' where key_id = $1 and correlation_id = 'unknown'",
    [key.id],
  );
  const labels = (await logged()).requests.map(({ endpoint }) => [endpoint, endpointLabel(endpoint)]);
  expect(labels.toSorted()).toEqual([
    ["listConversations", "List conversations"],
    ["toString", "toString"],
  ]);
  expect((await logged({ status: "2" })).requests).toHaveLength(2);
});

test("recent usage counts an IP address once over several keys", async () => {
  const { actor, key } = await setup();
  const { key: second } = await makeKey(actor);
  const { key: idle } = await makeKey(actor);
  const from = (address: string, at = new Date()) => ({ address, at });
  // The start of the hour in which the last 24 hours start: hourly counts include it.
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

  // By key too, without deleted keys and those of other workspaces.
  const { key: deleted } = await makeKey(actor);
  await seedRequestLog(actor, deleted.id, [from("192.0.2.5")]);
  await deleteApiKey(actor, { id: deleted.id });
  const theirs = (await makeKey(await makeWorkspace())).key;
  const { keys } = await use(key.id, second.id, idle.id, deleted.id, theirs.id);
  expect(keys.toSorted((a, b) => b.requests - a.requests)).toEqual([
    { id: key.id, requests: 3, successes: 3, addresses: 2 },
    { id: second.id, requests: 2, successes: 1, addresses: 2 },
    { id: idle.id, requests: 0, successes: 0, addresses: 0 },
  ]);
});

test("creates partitions for the next days and drops expired ones", async () => {
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

test("entries of a day without a partition stay in the default one, and later days get partitions", async () => {
  const { actor, key } = await setup();
  const at = new Date("2032-05-02T10:00:00Z");
  const entry = {
    workspaceId: actor.workspaceId,
    keyId: key.id,
    method: "GET",
    path: "/v3",
    address: "192.0.2.7",
  };
  const base = {
    ...entry,
    endpoint: "listConversations",
    status: 200,
    durationMs: 1,
    correlationId: "early",
  } as const;
  requestLog.record({ ...base, at });
  await requestLog.flush();
  await maintainLogPartitions(30, Date.parse("2032-05-01T12:00:00Z"));
  const { rows } = await pool().query(
    "select tableoid::regclass::text as table from api_requests where correlation_id = 'early'",
  );
  expect(rows).toEqual([{ table: "api_requests_other" }]);
  requestLog.record({ ...base, at: new Date("2032-05-03T10:00:00Z"), correlationId: "next" });
  await requestLog.flush();
  const next = await pool().query(
    "select tableoid::regclass::text as table from api_requests where correlation_id = 'next'",
  );
  expect(next.rows).toEqual([{ table: "api_requests_20320503" }]);
});

test("lists permissions that a used key has not used for a month", async () => {
  const { actor, key, secret, path, logged } = await setup();
  await call(path, { key: secret });
  await expect.poll(async () => (await logged()).requests.length).toBe(1);
  const old = { ...key, createdAt: "2026-01-01T00:00:00Z" };
  expect(await listUnusedPermissions(actor, key)).toEqual([]);
  expect(await listUnusedPermissions(actor, old)).toEqual(["handoff"]);
  expect(await listUnusedPermissions(actor, old, Date.now() + 40 * 86_400_000)).toEqual([]);
});

test("lists the latest IP addresses and counts all", async () => {
  const { actor, key } = await setup();
  const from = Array.from({ length: 23 }, (_, n) => ({ address: `192.0.2.${n}` }));
  await seedRequestLog(actor, key.id, from);
  const { addresses, totalAddresses } = await readKeyTraffic(actor, key.id);
  expect([addresses.length, totalAddresses]).toEqual([20, 23]);
});
