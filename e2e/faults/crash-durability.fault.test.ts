import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "@/lib/core/result";
import { PERMISSIONS } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto, CreatedApiKey } from "@/lib/features/api-keys/contract";
import { makeAgent } from "@/testing/fixtures";
import { createCrashEnv, retryUntilConfirmed, seededRandom } from "./crash-env";
import {
  type CallEntry,
  type CrashEnv,
  compareCalls,
  compareConfiguration,
  compareEvents,
  compareKeys,
  createLedger,
  type KeyEntry,
} from "./write-ledger";

// No acknowledged write is lost: kills the server and PostgreSQL with SIGKILL while clients write, and compares the acknowledged
// writes with the stored data.

const KILLS = 50;
/** To repeat a run with the same numbers: FAULT_SEED=… npm run test:faults. */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1_000_000);

let env: CrashEnv;
beforeAll(async () => {
  env = await createCrashEnv();
});
afterAll(() => env?.close());

test(`every acknowledged write is stored after ${KILLS} kills of the server and PostgreSQL`, async () => {
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const ledger = createLedger();
  const configured = await makeAgent(env.actor);
  let over = false;
  /** Resolved while the server and PostgreSQL are running, so that clients do not retry in a tight loop. */
  let up = Promise.resolve();

  /** Calls a server action. Returns its result, or undefined if the outcome is unknown. */
  async function act<T>(action: string, input: unknown, page = "configure/api-keys"): Promise<T | undefined> {
    await up;
    const result = await env.console
      .call<T>(page, action, input)
      .catch((error: unknown): Result<T> | null => {
        // fetch throws a TypeError when the connection breaks; any other error is a failure of the test.
        if (error instanceof TypeError) return null;
        throw error;
      });
    if (result === null || (!result.ok && result.error.code === "UNAVAILABLE")) return undefined;
    if (!result.ok) throw new Error(`${action} returned ${result.error.code}: ${result.error.message}`);
    ledger.acknowledged++;
    return result.data;
  }

  async function writeKeys(writer: number) {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    for (let n = 0; !over; n++) {
      const first = { name: `key ${writer}-${n}`, permissions: [...PERMISSIONS] };
      const created = await act<CreatedApiKey>("createApiKeyAction", {
        ...first,
        agents: { scope: "all" },
        expiresAt,
      });
      if (!created) continue;
      const { id } = created.key;
      const entry: KeyEntry = {
        id,
        secret: created.secret,
        states: [first],
        deleted: "no",
        auditActions: ["api_key.created"],
      };
      ledger.keys.push(entry);
      const second = { name: `${first.name} edited`, permissions: ["conversations" as const] };
      const edited = await act<ApiKeyDto>("editApiKeyAction", {
        id,
        version: created.key.version,
        ...second,
      });
      entry.states = edited ? [second] : [first, second];
      if (edited) entry.auditActions.push("api_key.edited");
      if (n % 2 === 0) continue;
      entry.deleted = "unknown";
      if (!(await act("deleteApiKeyAction", { id }))) continue;
      entry.deleted = "yes";
      entry.auditActions.push("api_key.deleted");
    }
  }

  async function configure() {
    for (let n = 0; !over; n++) {
      ledger.configuration.attempted = n;
      const metrics = { mode: "chosen", names: [`M${n}`] };
      if (
        await act("configureAgentAction", { id: configured.id, metrics }, "configure/api-keys/configuration")
      ) {
        ledger.configuration.acknowledged = n;
      }
    }
  }

  async function converse(writer: number) {
    const write = async (method: "POST" | "PATCH", path: string, body: object) => {
      await retryUntilConfirmed(async () => {
        await up;
        return env.runtime(method, path, body);
      });
      ledger.acknowledged++;
    };
    for (let n = 0; !over; n++) {
      const id = `CA-${writer}-${n}`;
      await write("POST", "", { id, environment: "live", channel: "CHAT" });
      const call: CallEntry = { turns: 0, step: -1, handoff: -1, ended: false };
      ledger.calls.set(id, call);
      for (let index = 0; index < 5; index++) {
        await write("POST", `/${id}/turns`, { index, user_input: `${id} ${index}`, agent_response: "yes" });
        call.turns = index + 1;
        await write("PATCH", `/${id}/state`, { step: index });
        call.step = index;
        await write("POST", `/${id}/handoff`, {
          destination: "accounts",
          reason: `${index}`,
          data: { [`step${index}`]: id },
        });
        call.handoff = index;
      }
      await write("POST", `/${id}/end`, {});
      call.ended = true;
    }
  }

  const issued = await retryUntilConfirmed(async () => {
    await env.runtime("POST", "", { id: "CA-events", environment: "live", channel: "CHAT" });
    return env.runtime("POST", "/CA-events/external-events", { send_to_llm: true });
  });
  async function send(sender: number) {
    for (let n = 0; !over; n++) {
      await up;
      const body = `{"n":"${sender}-${n}"}`;
      if (!(await env.sendEvent(String(issued.json.event_id), body))) continue;
      ledger.events.add(body);
      ledger.acknowledged++;
    }
  }

  async function kill() {
    for (let n = 0; n < KILLS; n++) {
      const due = ledger.acknowledged + 5 + random(40);
      while (ledger.acknowledged < due && !over) await delay(5);
      // Kill at any point of a write, not only right after a response.
      await delay(random(30));
      up = n % 2 === 0 ? env.killServer() : env.killDatabase();
      await up;
    }
  }

  const startedAt = Date.now();
  const writers = [
    writeKeys(0),
    writeKeys(1),
    configure(),
    converse(0),
    converse(1),
    send(0),
    send(1),
    send(2),
  ];
  try {
    await Promise.race([kill(), Promise.all(writers)]);
  } finally {
    over = true;
  }
  await Promise.all(writers);
  const { keys, calls, events, acknowledged } = ledger;
  console.log(
    `${KILLS} kills in ${Math.round((Date.now() - startedAt) / 1000)} s; ${acknowledged} acknowledged writes: ${keys.length} keys, ${calls.size} calls, ${events.size} events`,
  );
  expect(acknowledged).toBeGreaterThan(KILLS * 5);

  await compareKeys(env, keys);
  await compareConfiguration(env, configured.id, ledger.configuration);
  await compareCalls(env, calls);
  await compareEvents(env, events);
});

/** Starts a call that receives events. Returns the event ID. */
async function startCallWithEvent(id: string): Promise<string> {
  await retryUntilConfirmed(() => env.runtime("POST", "", { id, environment: "live", channel: "CHAT" }));
  const { json } = await retryUntilConfirmed(() =>
    env.runtime("POST", `/${id}/external-events`, { send_to_llm: true }),
  );
  return String(json.event_id);
}

test("fifty concurrent replays of an event store one event with one number and return one response", async () => {
  const eventId = await startCallWithEvent("CA-replay");
  const responses = await Promise.all(
    Array.from({ length: 50 }, () => retryUntilConfirmed(() => env.sendEvent(eventId, '{"paid":true}'))),
  );
  expect(new Set(responses.map((response) => JSON.stringify(response))).size).toBe(1);
  expect(responses[0]?.status).toBe(201);
  const { json } = await retryUntilConfirmed(() => env.runtime("GET", "/CA-replay/external-events?after=0"));
  expect(json.events).toMatchObject([{ ext_event_id: eventId, data: '{"paid":true}' }]);
  expect(
    await env.cluster.queryStudio(
      `select count(*)::int as rows from external_events where event_id = '${eventId}'`,
    ),
  ).toEqual([{ rows: 1 }]);
});

test("events retried until acknowledged arrive exactly once and in order, whatever is killed", async () => {
  const random = seededRandom(seed + 1);
  const eventId = await startCallWithEvent("CA-retry");
  const [SENDERS, EACH] = [8, 40];
  let sent = 0;
  const senders = Array.from({ length: SENDERS }, async (_, sender) => {
    for (let n = 0; n < EACH; n++) {
      await retryUntilConfirmed(() => env.sendEvent(eventId, JSON.stringify({ sender, n })));
      sent++;
    }
  });
  const received: { seq: number; data: string }[] = [];
  // The runtime polls with its last number, as during a call.
  const runtime = async () => {
    while (received.length < SENDERS * EACH) {
      const after = received.at(-1)?.seq ?? 0;
      const { json } = await retryUntilConfirmed(() =>
        env.runtime("GET", `/CA-retry/external-events?after=${after}&wait=10`),
      );
      received.push(...(json as { events: typeof received }).events);
    }
  };
  const kills = async () => {
    for (let n = 0; n < 6; n++) {
      const due = 1 + n * 50 + random(40);
      while (sent < due) await delay(2);
      await delay(random(20));
      await (n === 3 ? env.killDatabase() : env.killServer());
    }
  };
  await Promise.all([...senders, runtime(), kills()]);

  const bodies = received.map(({ data }) => data);
  expect(new Set(bodies).size).toBe(SENDERS * EACH);
  expect(bodies).toHaveLength(SENDERS * EACH);
  const seqs = received.map(({ seq }) => seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  // Each sender waited for a response before it sent the next event, so its events are in that order.
  for (let sender = 0; sender < SENDERS; sender++) {
    const own = bodies.map((body) => JSON.parse(body)).filter((body) => body.sender === sender);
    expect(own.map(({ n }) => n)).toEqual(Array.from({ length: EACH }, (_, n) => n));
  }
});
