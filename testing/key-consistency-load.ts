import { randomInt } from "node:crypto";
import { pool } from "@/db/client/client";
import type { OperatorActor } from "@/lib/features/actor";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import type { Permission } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeAgent, makeKey, makeWorkspace } from "./fixtures";
import { buildGetRequest, connectLoadClient, type LoadClient } from "./load-client";
import { type Change, findViolations, type Observation } from "./property/linearizability";

/** The status that says what a key is, as far as a request can see. */
const OK = 200;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

const KEY_LIFETIME_MS = 1500;

interface ConsistencyResult {
  requests: number;
  keys: number;
  /** Requests that saw a key as it cannot have been; the times are milliseconds of one monotonic clock. */
  violations: (Observation<number> & { instance: string; changes: Change<number>[] })[];
}

/** Milliseconds of this process's monotonic clock. */
const now = () => performance.now();

/**
 * Hammers keys over all instances at once while they are edited, deleted and expire or their agents are deleted, and
 * checks of every key that each request saw it as it was at one moment between the request's beginning and end.
 * @param requests how many to make, at least
 * @param stretch how many requests a connection makes between two changes, and after the last, at most
 * @param lanes how many keys at once; each with a connection to every instance
 */
export async function runKeyConsistencyLoad(
  origins: string[],
  { requests, stretch, lanes = 6 }: { requests: number; stretch: number; lanes?: number },
): Promise<ConsistencyResult> {
  const done: ConsistencyResult = { requests: 0, keys: 0, violations: [] };
  const actor = await makeWorkspace();
  const endings = [deleteKey, waitForExpiry, editAndDeleteKey, deleteKeyAgent];
  const lane = async (first: number) => {
    const clients = await Promise.all(origins.map(connectLoadClient));
    for (let n = first; done.requests < requests; n++) {
      const { changes, sights } = await runKeyLifecycle(
        actor,
        clients,
        endings[n % endings.length] ?? deleteKey,
        stretch,
      );
      done.requests += sights.flat().length;
      done.keys += 1;
      const instanceOf = new Map(sights.flatMap((seen, i) => seen.map((s) => [s, origins[i] ?? ""])));
      for (const sight of findViolations(changes, sights.flat())) {
        done.violations.push({ ...sight, instance: instanceOf.get(sight) ?? "", changes });
      }
    }
    for (const client of clients) client.close();
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
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

/** A key from its making until all have seen its end. `sights` by connection. */
async function runKeyLifecycle(
  actor: OperatorActor & { slug: string },
  clients: LoadClient[],
  ending: (life: KeyLifecycle) => Promise<void>,
  longest: number,
): Promise<{ changes: Change<number>[]; sights: Observation<number>[][] }> {
  const agent = await makeAgent(actor);
  const expiresAt =
    ending === waitForExpiry ? new Date(Date.now() + KEY_LIFETIME_MS).toISOString() : undefined;
  const called = now();
  const { key, secret } = await makeKey(actor, { agents: [agent.id], expiresAt });
  const changes: Change<number>[] = [{ to: OK, called, returned: now() }];
  const request = buildGetRequest(`/v3/${actor.slug}/${agent.slug}/conversations?limit=1`, {
    "x-api-key": secret,
  });
  const sights = clients.map((): Observation<number>[] => []);

  let over = false;
  let goals: number[] = [];
  let reached = () => {};
  const asking = clients.map(async (client, n) => {
    while (!over) {
      const called = now();
      const saw = await client.send(request);
      sights[n]?.push({ saw, called, returned: now() });
      if (sights.every((seen, m) => seen.length >= (goals[m] ?? 0))) reached();
    }
  });
  const asked = Promise.all(asking);
  // Told where it is waited for.
  asked.catch(() => {});
  const waitForRequests = async () => {
    goals = sights.map((seen) => seen.length + 1 + randomInt(longest));
    const reaching = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await Promise.race([reaching, asked]);
  };
  await waitForRequests();
  await ending({ actor, key, agentId: agent.id, changes, waitForRequests });
  await waitForRequests();
  over = true;
  await asked;
  return { changes, sights };
}

/** Makes a change and notes when it was called for and when it returned. */
async function recordChange(
  { changes }: KeyLifecycle,
  to: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const noted = { to, called: now(), returned: Number.POSITIVE_INFINITY };
  changes.push(noted);
  await work();
  noted.returned = now();
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

/** A key expires by the database's clock, which is read between two looks at ours. */
async function waitForExpiry({ key, changes, waitForRequests }: KeyLifecycle): Promise<void> {
  const expiry = Date.parse(key.expiresAt);
  const noted = { to: UNAUTHORIZED, called: Number.POSITIVE_INFINITY, returned: Number.NEGATIVE_INFINITY };
  changes.push(noted);
  while (now() <= noted.returned || noted.returned < 0) {
    await waitForRequests();
    const before = now();
    const { rows } = await pool().query<{ clock: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as clock",
    );
    const left = expiry - (rows[0]?.clock ?? 0);
    noted.called = Math.min(noted.called, before + left);
    noted.returned = Math.max(noted.returned, now() + left);
  }
}
