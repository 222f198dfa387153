import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase, openDatabase } from "@/db/client/client";
import { hashPassword } from "@/lib/features/auth/passwords";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createActionClient } from "@/testing/action-client";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { TestCluster } from "@/testing/postgres-cluster";
import { startInstance } from "@/testing/server-instance";

/** Numbers that look random and are the same for the same seed. */
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

/** More than any test asks for: what is limited here is patience. */
export const UNLIMITED_ENV = {
  RATE_LIMIT_PER_KEY: "100000",
  RATE_LIMIT_PER_ADDRESS: "100000",
  RATE_LIMIT_PER_TOKEN: "100000",
  RATE_LIMIT_IMPORT: "100000",
  LOG_LEVEL: "warn",
};

/** A workspace on the cluster, with all that a client needs; the verbs of this process work on it, too. */
export async function seedWorkspace(databaseUrl: string) {
  await closeDatabase();
  openDatabase({ connectionString: databaseUrl }, () => {});
  const actor = await makeWorkspace();
  const password = "correct horse battery";
  const { email } = await makeMember(actor, { role: "admin" }, await hashPassword(password));
  const agent = await makeAgent(actor);
  const { token } = await createRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor);
  return { actor, person: { email, password }, agent, token, secret };
}

export type SeededWorkspace = Awaited<ReturnType<typeof seedWorkspace>>;

/** What a client is told: an answer, or nothing by which it could know whether a write was done. */
export type ConfirmedResponse = { status: number; json: Record<string, unknown> } | undefined;

/**
 * Asks once. A broken connection and 503 mean "not known"; anything but those and 2xx is nothing that a client should
 * ever see here.
 * @throws Error for any other answer
 */
async function requestOnce(url: string, init: RequestInit): Promise<ConfirmedResponse> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(90_000) }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  if (!answer || text === undefined || answer.status === 503) return undefined;
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${text}`);
  return { status: answer.status, json: JSON.parse(text) };
}

/** The clients of a furnished workspace: its agent's runtime, and whoever sends events into its calls. */
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

/** Asks until there is an answer: for what may be asked again. */
export async function retryUntilConfirmed(
  once: () => Promise<ConfirmedResponse>,
): Promise<NonNullable<ConfirmedResponse>> {
  for (;;) {
    const told = await once();
    if (told) return told;
    await delay(50);
  }
}

/** PostgreSQL 15 and a server on it, both to be killed and started again, and a furnished workspace. */
export async function createCrashEnv() {
  const cluster = await TestCluster.create(await freePort());
  const port = await freePort();
  const start = () => startInstance({ databaseUrl: cluster.url(), port, env: UNLIMITED_ENV });
  let instance = await start();
  const furnished = await seedWorkspace(cluster.url());
  const origin = `http://localhost:${port}`;
  return {
    cluster,
    origin,
    ...furnished,
    ...createClients(origin, furnished),
    console: await createActionClient(origin, furnished.actor.slug, furnished.person),
    killServer: async () => {
      await instance.kill();
      instance = await start();
    },
    killDatabase: async () => {
      await cluster.kill();
      await cluster.start();
      // Throws when the server has not outlived its database.
      process.kill(instance.pid, 0);
    },
    close: async () => {
      await closeDatabase();
      await instance.stop();
      await cluster.remove();
    },
  };
}
