import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { hashPassword } from "@/lib/features/auth/passwords";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createActionClient } from "@/testing/action-client";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { TestCluster } from "@/testing/postgres-cluster";
import { startInstance } from "@/testing/server-instance";
import { UNLIMITED_RATES } from "@/testing/test-settings";

/** A pseudorandom number generator: the same seed gives the same numbers. */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Settings of instances whose clients must never be limited. */
export const UNLIMITED_ENV = { ...UNLIMITED_RATES, LOG_LEVEL: "warn" };

/** Opens the database in this process and creates a workspace with everything that clients need. */
export async function seedWorkspace(databaseUrl: string) {
  await closeDatabase();
  openDatabase({ connectionString: databaseUrl }, () => {});
  const actor = await makeWorkspace();
  const password = "correct horse battery";
  const { email } = await makeMember(actor, { role: "admin" }, await hashPassword(password));
  const agent = await makeAgent(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor);
  return { actor, user: { email, password }, agent, token, secret };
}

export type SeededWorkspace = Awaited<ReturnType<typeof seedWorkspace>>;

/** A response; undefined if the outcome of the request is unknown. */
export type ConfirmedResponse = { status: number; json: Record<string, unknown> } | undefined;

/**
 * Sends a request once. After a broken connection or a 503, the outcome is unknown.
 * @throws Error for any other status outside 2xx, which must not occur in these tests
 */
async function requestOnce(url: string, init: RequestInit): Promise<ConfirmedResponse> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(90_000) }).catch(() => undefined);
  const text = await response?.text().catch(() => undefined);
  if (!response || text === undefined || response.status === 503) return undefined;
  if (!response.ok) throw new Error(`${url} returned ${response.status}: ${text}`);
  return { status: response.status, json: JSON.parse(text) };
}

/** Clients of a seeded workspace: its agent's runtime, and a sender of external events. */
export function createClients(origin: string, { actor, agent, token, secret }: SeededWorkspace) {
  const webhook = `${origin}/v1/external-events/webhook?${new URLSearchParams({
    account_id: actor.slug,
    project_id: agent.slug,
    event_id_location: "headers",
    event_id_path: "x-event-id",
  })}`;
  return {
    runtime: (method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<ConfirmedResponse> =>
      requestOnce(`${origin}/runtime/v1/conversations${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body && JSON.stringify(body),
      }),
    sendEvent: (eventId: string, body: string): Promise<ConfirmedResponse> =>
      requestOnce(webhook, {
        method: "POST",
        headers: { "x-api-key": secret, "x-event-id": eventId, "content-type": "application/json" },
        body,
      }),
  };
}

/** Repeats an idempotent request until its outcome is known. */
export async function retryUntilConfirmed(
  once: () => Promise<ConfirmedResponse>,
): Promise<NonNullable<ConfirmedResponse>> {
  for (;;) {
    const response = await once();
    if (response) return response;
    await delay(50);
  }
}

/** Starts PostgreSQL 15 and a server, both of which can be killed and restarted, and seeds a workspace. */
export async function createCrashEnv() {
  const cluster = await TestCluster.create(await freePort());
  const port = await freePort();
  const start = () => startInstance({ databaseUrl: cluster.url(), port, env: UNLIMITED_ENV });
  let instance = await start();
  const seeded = await seedWorkspace(cluster.url());
  const origin = `http://localhost:${port}`;
  return {
    cluster,
    origin,
    ...seeded,
    ...createClients(origin, seeded),
    console: await createActionClient(origin, seeded.actor.slug, seeded.user),
    killServer: async () => {
      await instance.kill();
      instance = await start();
    },
    killDatabase: async () => {
      await cluster.kill();
      await cluster.start();
      // Throws if the server did not survive the crash of its database.
      process.kill(instance.pid, 0);
    },
    close: async () => {
      await closeDatabase();
      await instance.stop();
      await cluster.remove();
    },
  };
}
