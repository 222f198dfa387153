import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { closeDatabase } from "@/db/client/client";
import type { CreatedApiKey } from "@/lib/features/api-keys/contract";
import { type ActionClient, createActionClient } from "@/testing/action-client";
import { freePort } from "@/testing/free-port";
import { startPrimaryProxy } from "@/testing/haproxy";
import { TestCluster } from "@/testing/postgres-cluster";
import { type ServerInstance, startInstance } from "@/testing/server-instance";
import {
  createClients,
  retryUntilConfirmed,
  type SeededWorkspace,
  seedWorkspace,
  UNLIMITED_ENV,
} from "./crash-env";

// A primary and a synchronous standby behind HAProxy, set up as docs/operations.md says; nothing acknowledged is lost
// when the primary dies, and while the standby cannot be reached nobody is told what is not so.

let primary: TestCluster;
let standby: TestCluster;
let proxy: Awaited<ReturnType<typeof startPrimaryProxy>>;
let instance: ServerInstance;
let seeded: SeededWorkspace;
let clients: ReturnType<typeof createClients>;
let origin: string;
let actionClient: ActionClient;
let eventId: string;
/** Requests that came with the key: each must be in the request log, once. */
let requestCount: number;

beforeEach(async () => {
  primary = await TestCluster.create(await freePort());
  standby = await primary.standby(await freePort(), "standby");
  await primary.enableSynchronousReplication("standby");
  proxy = await startPrimaryProxy([standby.port, primary.port], (port) => primary.isReachableOn(port));
  const databaseUrl = primary.url(proxy.port);
  instance = await startInstance({ databaseUrl, env: UNLIMITED_ENV });
  origin = instance.origin.replace("127.0.0.1", "localhost");
  seeded = await seedWorkspace(databaseUrl);
  clients = createClients(origin, seeded);
  actionClient = await createActionClient(origin, seeded.actor.slug, seeded.person);
  await retryUntilConfirmed(() =>
    clients.runtime("POST", "", { id: "CA-over", environment: "live", channel: "CHAT" }),
  );
  const issued = await retryUntilConfirmed(() =>
    clients.runtime("POST", "/CA-over/external-events", { send_to_llm: true }),
  );
  eventId = String(issued.json.event_id);
  requestCount = 0;
});

afterEach(async () => {
  await closeDatabase();
  await instance?.stop();
  await proxy?.stop();
  await primary?.remove();
  await standby?.remove();
});

function sendEvent(body: string) {
  requestCount++;
  return clients.sendEvent(eventId, body);
}

/** Nothing of the request log is lost or counted twice, whatever became of its batches' commits. */
async function expectCompleteRequestLog(database: TestCluster) {
  const logged = () =>
    database.queryStudio(`select (select count(*)::int from api_requests) as rows,
      (select sum(requests)::int from api_request_counts) as counted,
      (select sum(requests)::int from api_key_addresses) as "fromAddresses"`);
  await expect
    .poll(logged, { timeout: 60_000 })
    .toEqual([{ rows: requestCount, counted: requestCount, fromAddresses: requestCount }]);
}

const newKey = (name: string) => ({
  name,
  agents: { scope: "all" },
  permissions: ["conversations"],
  expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
});

test('while the standby is frozen, a write returns "not known" in bounded time and appears once the standby resumes', async () => {
  const begun = Date.now();
  await standby.signalWalReceiver("SIGSTOP");
  const start = fetch(`${origin}/runtime/v1/conversations`, {
    method: "POST",
    headers: { authorization: `Bearer ${seeded.token}`, "content-type": "application/json" },
    body: JSON.stringify({ id: "CA-frozen", environment: "live", channel: "CHAT" }),
  });
  const event = sendEvent('{"while":"frozen"}');
  const key = actionClient.call<CreatedApiKey>("configure/api-keys", "createApiKeyAction", newKey("frozen"));

  // Who only reads is served meanwhile.
  requestCount++;
  const read = await fetch(`${origin}/v3/${seeded.actor.slug}/${seeded.agent.slug}/conversations`, {
    headers: { "x-api-key": seeded.secret },
  });
  expect(read.status).toBe(200);
  expect(JSON.stringify(await read.json())).not.toContain("CA-frozen");

  const started = await start;
  expect([started.status, started.headers.get("retry-after")]).toEqual([503, "1"]);
  expect(await started.json()).toMatchObject({ error_code: "UNAVAILABLE" });
  expect(await event).toBeUndefined();
  expect(await key).toMatchObject({
    ok: false,
    error: { code: "UNAVAILABLE", message: expect.stringContaining("not known") },
  });
  const took = Date.now() - begun;
  console.log(`the last write was answered ${(took / 1000).toFixed(1)} s after the standby froze`);
  // A commit's patience is ten seconds; a statement's would be 35.
  expect(took).toBeLessThan(25_000);

  await standby.signalWalReceiver("SIGCONT");
  // Not known was the truth: each of the three was done, and asking again does none of them twice.
  await retryUntilConfirmed(() =>
    clients.runtime("GET", "/CA-frozen/external-events").catch(() => undefined),
  );
  const again = await retryUntilConfirmed(() =>
    clients.runtime("POST", "", { id: "CA-frozen", environment: "live", channel: "CHAT" }),
  );
  expect(again.status).toBe(200);
  await retryUntilConfirmed(() => sendEvent('{"while":"frozen"}'));
  const { json } = await retryUntilConfirmed(() => clients.runtime("GET", "/CA-over/external-events"));
  expect(json.events).toMatchObject([{ data: '{"while":"frozen"}' }]);
  const taken = await actionClient.call("configure/api-keys", "createApiKeyAction", newKey("frozen"));
  expect(taken).toMatchObject({ ok: false, error: { code: "NAME_TAKEN" } });
  await expectCompleteRequestLog(primary);
});

test.each([
  ["the primary dies among writes", false],
  ["the standby is deaf when the primary dies among writes, and hears again before it is promoted", true],
])("%s: every acknowledged write is stored, and the server recovers without a restart", async (_, deaf) => {
  const acknowledged: string[] = [];
  const keys: string[] = [];
  let lastAt = 0;
  let over = false;
  const senders = Array.from({ length: 4 }, async (_, sender) => {
    for (let n = 0; !over; n++) {
      const body = JSON.stringify({ sender, n });
      await retryUntilConfirmed(() => sendEvent(body));
      acknowledged.push(body);
      lastAt = Date.now();
    }
  });
  const admin = (async () => {
    for (let n = 0; !over; n++) {
      const told = await actionClient
        .call<CreatedApiKey>("configure/api-keys", "createApiKeyAction", newKey(`key ${n}`))
        .catch(() => undefined);
      if (told?.ok) keys.push(told.data.key.id);
      else await delay(50);
    }
  })();
  const received: string[] = [];
  const runtime = (async () => {
    for (let after = 0; !over; ) {
      const { json } = await retryUntilConfirmed(() =>
        clients.runtime("GET", `/CA-over/external-events?after=${after}&wait=5`),
      );
      const page = json as { events: { data: string }[]; next: number };
      received.push(...page.events.map(({ data }) => data));
      after = page.next;
    }
  })();

  const more = async (than: number) => {
    while (acknowledged.length < than) await delay(5);
  };
  await more(150);
  if (deaf) {
    await standby.signalWalReceiver("SIGSTOP");
    // What is written from now on is confirmed to nobody.
    const unconfirmed = async () =>
      (await primary.queryAsSuperuser("select from pg_stat_activity where wait_event = 'SyncRep'")).length;
    await expect.poll(unconfirmed, { timeout: 30_000 }).toBeGreaterThan(0);
  }
  await primary.kill();
  const killedAt = Date.now();
  const before = acknowledged.length;
  if (deaf) await standby.signalWalReceiver("SIGCONT");
  await standby.promote();
  // Each sender may have had one answer on its way.
  await more(before + senders.length + 1);
  const away = (lastAt - killedAt) / 1000;
  await more(before + 150);
  over = true;
  // Wakes the runtime's last question.
  await retryUntilConfirmed(() => sendEvent('{"last":true}'));
  await Promise.all([...senders, admin, runtime]);
  console.log(
    `writes went on ${away.toFixed(1)} s after the primary was killed; ${acknowledged.length} events and ${keys.length} keys acknowledged`,
  );

  const stored = await standby.queryStudio<{ body: string }>(
    "select convert_from(body, 'UTF8') as body from external_events where conversation_id = 'CA-over'",
  );
  const bodies = stored.map(({ body }) => body);
  expect(acknowledged.filter((body) => !bodies.includes(body))).toEqual([]);
  expect(new Set(bodies).size).toBe(bodies.length);
  const rows = await standby.queryStudio<{ id: string }>("select id from api_keys");
  expect(keys.filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
  expect(keys.length).toBeGreaterThan(0);
  // The runtime that kept asking was told each once, across the failover.
  expect(new Set(received).size).toBe(received.length);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  await expectCompleteRequestLog(standby);
});
