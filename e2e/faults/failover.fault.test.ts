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

// A primary and a synchronous standby behind HAProxy, as in docs/operations.md. No acknowledged write is lost when the primary is
// killed, and while the standby is unreachable, no response claims an outcome that is not known.

let primary: TestCluster;
let standby: TestCluster;
let proxy: Awaited<ReturnType<typeof startPrimaryProxy>>;
let instance: ServerInstance;
let seeded: SeededWorkspace;
let clients: ReturnType<typeof createClients>;
let origin: string;
let actionClient: ActionClient;
let eventId: string;
/** Number of requests with the key: each must be in the request log once. */
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
  actionClient = await createActionClient(origin, seeded.actor.slug, seeded.user);
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

/** Expects that no entry of the request log is lost or counted twice, whatever the outcome of its batches' commits. */
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

test("while the standby is frozen, a write returns UNAVAILABLE in bounded time and appears once the standby resumes", async () => {
  const startedAt = Date.now();
  await standby.signalWalReceiver("SIGSTOP");
  const start = fetch(`${origin}/runtime/v1/conversations`, {
    method: "POST",
    headers: { authorization: `Bearer ${seeded.token}`, "content-type": "application/json" },
    body: JSON.stringify({ id: "CA-frozen", environment: "live", channel: "CHAT" }),
  });
  const event = sendEvent('{"while":"frozen"}');
  const key = actionClient.call<CreatedApiKey>("configure/api-keys", "createApiKeyAction", newKey("frozen"));

  // Reads still work.
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
    error: { code: "UNAVAILABLE", message: expect.stringContaining("may or may not have been saved") },
  });
  const duration = Date.now() - startedAt;
  console.log(`the last write returned ${(duration / 1000).toFixed(1)} s after the standby froze`);
  // The timeout of a commit is 10 seconds; that of a statement would be 35.
  expect(duration).toBeLessThan(25_000);

  await standby.signalWalReceiver("SIGCONT");
  // All three writes were committed, and repeating them does not store them twice.
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
  ["primary killed during writes", false],
  ["primary killed during writes while the standby is frozen, which resumes before its promotion", true],
])("%s: every acknowledged write is stored, and the server recovers without a restart", async (_, frozen) => {
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
      const result = await actionClient
        .call<CreatedApiKey>("configure/api-keys", "createApiKeyAction", newKey(`key ${n}`))
        .catch(() => undefined);
      if (result?.ok) keys.push(result.data.key.id);
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

  const waitForAcknowledged = async (count: number) => {
    while (acknowledged.length < count) await delay(5);
  };
  await waitForAcknowledged(150);
  if (frozen) {
    await standby.signalWalReceiver("SIGSTOP");
    // Further writes are not acknowledged.
    const unconfirmed = async () =>
      (await primary.queryAsSuperuser("select from pg_stat_activity where wait_event = 'SyncRep'")).length;
    await expect.poll(unconfirmed, { timeout: 30_000 }).toBeGreaterThan(0);
  }
  await primary.kill();
  const killedAt = Date.now();
  const before = acknowledged.length;
  if (frozen) await standby.signalWalReceiver("SIGCONT");
  await standby.promote();
  // Each sender may have had one response in flight.
  await waitForAcknowledged(before + senders.length + 1);
  const outageSeconds = (lastAt - killedAt) / 1000;
  await waitForAcknowledged(before + 150);
  over = true;
  // Ends the runtime's last poll.
  await retryUntilConfirmed(() => sendEvent('{"last":true}'));
  await Promise.all([...senders, admin, runtime]);
  console.log(
    `writes resumed ${outageSeconds.toFixed(1)} s after the primary was killed; ${acknowledged.length} events and ${keys.length} keys acknowledged`,
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
  // The polling runtime received each event once, across the failover.
  expect(new Set(received).size).toBe(received.length);
  expect((await fetch(`${origin}/readyz`)).status).toBe(200);
  await expectCompleteRequestLog(standby);
});
