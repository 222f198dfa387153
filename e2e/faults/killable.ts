import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase, openDatabase } from "@/db/client";
import { TestCluster } from "@/db/testing-cluster";
import { hashPassword } from "@/lib/auth/passwords";
import { makeRuntimeToken } from "@/lib/runtime/make-runtime-token";
import { openConsole } from "@/lib/testing/console";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/lib/testing/fixtures";
import { freePort } from "@/lib/testing/free-port";
import { startInstance } from "@/lib/testing/instances";

/** Numbers that look random and are the same for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
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
export const UNLIMITED = {
  RATE_LIMIT_PER_KEY: "100000",
  RATE_LIMIT_PER_ADDRESS: "100000",
  RATE_LIMIT_PER_TOKEN: "100000",
  RATE_LIMIT_IMPORT: "100000",
  LOG_LEVEL: "warn",
};

/** A workspace on the cluster, with all that a client needs; the verbs of this process work on it, too. */
export async function furnish(databaseUrl: string) {
  await closeDatabase();
  openDatabase({ connectionString: databaseUrl }, () => {});
  const actor = await makeWorkspace();
  const password = "correct horse battery";
  const { email } = await makeMember(actor, { role: "admin" }, await hashPassword(password));
  const agent = await makeAgent(actor);
  const { token } = await makeRuntimeToken(actor, agent.id);
  const { secret } = await makeKey(actor);
  return { actor, person: { email, password }, agent, token, secret };
}

export type Furnished = Awaited<ReturnType<typeof furnish>>;

/** What a client is told: an answer, or nothing by which it could know whether a write was done. */
export type Told = { status: number; json: Record<string, unknown> } | undefined;

/**
 * Asks once. A broken connection and 503 mean "not known"; anything but those and 2xx is nothing that a client should
 * ever see here.
 * @throws Error for any other answer
 */
async function ask(url: string, init: RequestInit): Promise<Told> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(90_000) }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  if (!answer || text === undefined || answer.status === 503) return undefined;
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${text}`);
  return { status: answer.status, json: JSON.parse(text) };
}

/** The clients of a furnished workspace: its agent's runtime, and whoever sends events into its calls. */
export function clientsOf(origin: string, { actor, agent, token, secret }: Furnished) {
  const webhook = `${origin}/v1/external-events/webhook?${new URLSearchParams({
    account_id: actor.slug,
    project_id: agent.slug,
    event_id_location: "headers",
    event_id_path: "x-event-id",
  })}`;
  return {
    runtime: (method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<Told> =>
      ask(`${origin}/runtime/v1/conversations${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body && JSON.stringify(body),
      }),
    sendEvent: (eventId: string, body: string): Promise<Told> =>
      ask(webhook, {
        method: "POST",
        headers: { "x-api-key": secret, "x-event-id": eventId, "content-type": "application/json" },
        body,
      }),
  };
}

/** Asks until there is an answer: for what may be asked again. */
export async function untilTold(once: () => Promise<Told>): Promise<NonNullable<Told>> {
  for (;;) {
    const told = await once();
    if (told) return told;
    await delay(50);
  }
}

/** PostgreSQL 15 and a server on it, both to be killed and started again, and a furnished workspace. */
export async function killableStage() {
  const cluster = await TestCluster.make(await freePort());
  const port = await freePort();
  const start = () => startInstance({ databaseUrl: cluster.url(), port, env: UNLIMITED });
  let instance = await start();
  const furnished = await furnish(cluster.url());
  const origin = `http://localhost:${port}`;
  return {
    cluster,
    origin,
    ...furnished,
    ...clientsOf(origin, furnished),
    console: await openConsole(origin, furnished.actor.slug, furnished.person),
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
