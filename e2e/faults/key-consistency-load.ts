import { randomInt } from "node:crypto";
import { pool } from "@/db/client/client";
import type { OperatorActor } from "@/lib/features/actor";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import type { Permission } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { buildGetRequest, connectLoadClient, type LoadClient } from "@/testing/load-client";
import { type Change, findViolations, type Observation } from "@/testing/property/linearizability";

// The statuses that show a key's state to a request.
const OK = 200;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

const KEY_LIFETIME_MS = 1500;

interface ConsistencyResult {
  requests: number;
  keys: number;
  /** Requests that saw a key in a state that it cannot have had; times are in milliseconds of one monotonic clock. */
  violations: (Observation<number> & { instance: string; changes: Change<number>[] })[];
}

/** The monotonic clock of this process, in milliseconds. */
const now = () => performance.now();

/**
 * Sends requests with keys to all instances while the keys are edited, deleted or expire, or their agents are deleted. Checks
 * for every key that each request saw a state that the key had between the request's start and end.
 * @param requests minimum number of requests
 * @param maxRequestsBetweenChanges maximum number of requests per connection between two changes and after the last
 * @param concurrency number of keys in use at once; each has a connection to every instance
 */
export async function runKeyConsistencyLoad(
  origins: string[],
  {
    requests,
    maxRequestsBetweenChanges,
    concurrency = 6,
  }: { requests: number; maxRequestsBetweenChanges: number; concurrency?: number },
): Promise<ConsistencyResult> {
  const done: ConsistencyResult = { requests: 0, keys: 0, violations: [] };
  const actor = await makeWorkspace();
  const endings = [deleteKey, waitForExpiry, editAndDeleteKey, deleteKeyAgent];
  const worker = async (first: number) => {
    const clients = await Promise.all(origins.map(connectLoadClient));
    for (let n = first; done.requests < requests; n++) {
      const { changes, observations } = await runKeyLifecycle(
        actor,
        clients,
        endings[n % endings.length] ?? deleteKey,
        maxRequestsBetweenChanges,
      );
      done.requests += observations.flat().length;
      done.keys += 1;
      const instanceOf = new Map(observations.flatMap((seen, i) => seen.map((o) => [o, origins[i] ?? ""])));
      for (const violation of findViolations(changes, observations.flat())) {
        done.violations.push({ ...violation, instance: instanceOf.get(violation) ?? "", changes });
      }
    }
    for (const client of clients) client.close();
  };
  await Promise.all(Array.from({ length: concurrency }, (_, n) => worker(n)));
  return done;
}

interface KeyLifecycle {
  actor: OperatorActor;
  key: ApiKeyDto;
  agentId: string;
  changes: Change<number>[];
  /** Waits until every connection has made some more requests. */
  waitForRequests(): Promise<void>;
}

/** Creates, changes and ends a key while all connections use it. Returns the observations per connection. */
async function runKeyLifecycle(
  actor: OperatorActor & { slug: string },
  clients: LoadClient[],
  ending: (life: KeyLifecycle) => Promise<void>,
  maxRequestsBetweenChanges: number,
): Promise<{ changes: Change<number>[]; observations: Observation<number>[][] }> {
  const agent = await makeAgent(actor);
  const expiresAt =
    ending === waitForExpiry ? new Date(Date.now() + KEY_LIFETIME_MS).toISOString() : undefined;
  const called = now();
  const { key, secret } = await makeKey(actor, { agents: [agent.id], expiresAt });
  const changes: Change<number>[] = [{ to: OK, called, returned: now() }];
  const request = buildGetRequest(`/v3/${actor.slug}/${agent.slug}/conversations?limit=1`, {
    "x-api-key": secret,
  });
  const observations = clients.map((): Observation<number>[] => []);

  let over = false;
  let goals: number[] = [];
  let reached = () => {};
  const sending = clients.map(async (client, n) => {
    while (!over) {
      const called = now();
      const saw = await client.send(request);
      observations[n]?.push({ saw, called, returned: now() });
      if (observations.every((seen, m) => seen.length >= (goals[m] ?? 0))) reached();
    }
  });
  const allSent = Promise.all(sending);
  // Awaited below, where a rejection is reported.
  allSent.catch(() => {});
  const waitForRequests = async () => {
    goals = observations.map((seen) => seen.length + 1 + randomInt(maxRequestsBetweenChanges));
    const reaching = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await Promise.race([reaching, allSent]);
  };
  await waitForRequests();
  await ending({ actor, key, agentId: agent.id, changes, waitForRequests });
  await waitForRequests();
  over = true;
  await allSent;
  return { changes, observations };
}

/** Makes a change and records when it was called and when it returned. */
async function recordChange(
  { changes }: KeyLifecycle,
  to: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const change = { to, called: now(), returned: Number.POSITIVE_INFINITY };
  changes.push(change);
  await work();
  change.returned = now();
}

const deleteKey = (life: KeyLifecycle) =>
  recordChange(life, UNAUTHORIZED, () => deleteApiKey(life.actor, { id: life.key.id }));

const deleteKeyAgent = (life: KeyLifecycle) =>
  recordChange(life, NOT_FOUND, () => deleteAgent(life.actor, { id: life.agentId }));

async function editAndDeleteKey(life: KeyLifecycle): Promise<void> {
  const { id, name } = life.key;
  const edit = async (version: number, permissions: Permission[]) =>
    editApiKey(life.actor, { id, name, version, permissions });
  await recordChange(life, FORBIDDEN, () => edit(1, ["handoff"]));
  await life.waitForRequests();
  await recordChange(life, OK, () => edit(2, ["handoff", "conversations"]));
  await life.waitForRequests();
  await deleteKey(life);
}

/** Waits for the expiry. A key expires by the database's clock, so its reading is bracketed by two readings of this process's. */
async function waitForExpiry({ key, changes, waitForRequests }: KeyLifecycle): Promise<void> {
  const expiry = Date.parse(key.expiresAt);
  const change = { to: UNAUTHORIZED, called: Number.POSITIVE_INFINITY, returned: Number.NEGATIVE_INFINITY };
  changes.push(change);
  while (now() <= change.returned || change.returned < 0) {
    await waitForRequests();
    const before = now();
    const { rows } = await pool().query<{ clock: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as clock",
    );
    const remaining = expiry - (rows[0]?.clock ?? 0);
    change.called = Math.min(change.called, before + remaining);
    change.returned = Math.max(change.returned, now() + remaining);
  }
}
