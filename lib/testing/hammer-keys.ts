import { randomInt } from "node:crypto";
import { pool } from "@/db/client";
import type { OperatorActor } from "../actor";
import { deleteAgent } from "../agents/delete-agent";
import type { ApiKeyDto } from "../api-keys/contract";
import { deleteApiKey } from "../api-keys/delete-api-key";
import { editApiKey } from "../api-keys/edit-api-key";
import type { Permission } from "../api-keys/terms";
import { makeAgent, makeKey, makeWorkspace } from "./fixtures";
import { type Change, type Sight, unexplained } from "./linearizable";
import { getRequest, type RawClient, rawClient } from "./raw-client";

/** The status that says what a key is, as far as a request can see. */
const ALIVE = 200;
const DEAD = 401;
const BARRED = 403;
const AGENT_GONE = 404;

const LIFE_MS = 1500;

interface Hammered {
  requests: number;
  keys: number;
  /** Requests that saw a key as it cannot have been; the times are milliseconds of one monotonic clock. */
  wrong: (Sight<number> & { instance: string; changes: Change<number>[] })[];
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
export async function hammerKeys(
  origins: string[],
  { requests, stretch, lanes = 6 }: { requests: number; stretch: number; lanes?: number },
): Promise<Hammered> {
  const done: Hammered = { requests: 0, keys: 0, wrong: [] };
  const actor = await makeWorkspace();
  const endings = [deleted, expired, editedAndDeleted, agentDeleted];
  const lane = async (first: number) => {
    const clients = await Promise.all(origins.map(rawClient));
    for (let n = first; done.requests < requests; n++) {
      const { changes, sights } = await oneLife(
        actor,
        clients,
        endings[n % endings.length] ?? deleted,
        stretch,
      );
      done.requests += sights.flat().length;
      done.keys += 1;
      const instanceOf = new Map(sights.flatMap((seen, i) => seen.map((s) => [s, origins[i] ?? ""])));
      for (const sight of unexplained(changes, sights.flat())) {
        done.wrong.push({ ...sight, instance: instanceOf.get(sight) ?? "", changes });
      }
    }
    for (const client of clients) client.close();
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n)));
  return done;
}

interface Life {
  actor: OperatorActor;
  key: ApiKeyDto;
  agentId: string;
  changes: Change<number>[];
  /** Waits until every connection has made some more requests. */
  stretch(): Promise<void>;
}

/** A key from its making until all have seen its end. `sights` by connection. */
async function oneLife(
  actor: OperatorActor & { slug: string },
  clients: RawClient[],
  ending: (life: Life) => Promise<void>,
  longest: number,
): Promise<{ changes: Change<number>[]; sights: Sight<number>[][] }> {
  const agent = await makeAgent(actor);
  const expiresAt = ending === expired ? new Date(Date.now() + LIFE_MS).toISOString() : undefined;
  const called = now();
  const { key, secret } = await makeKey(actor, { agents: [agent.id], expiresAt });
  const changes: Change<number>[] = [{ to: ALIVE, called, returned: now() }];
  const request = getRequest(`/v3/${actor.slug}/${agent.slug}/conversations?limit=1`, {
    "x-api-key": secret,
  });
  const sights = clients.map((): Sight<number>[] => []);

  let over = false;
  let goals: number[] = [];
  let reached = () => {};
  const asking = clients.map(async (client, n) => {
    while (!over) {
      const called = now();
      const saw = await client.ask(request);
      sights[n]?.push({ saw, called, returned: now() });
      if (sights.every((seen, m) => seen.length >= (goals[m] ?? 0))) reached();
    }
  });
  const asked = Promise.all(asking);
  // Told where it is waited for.
  asked.catch(() => {});
  const stretch = async () => {
    goals = sights.map((seen) => seen.length + 1 + randomInt(longest));
    const reaching = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await Promise.race([reaching, asked]);
  };
  await stretch();
  await ending({ actor, key, agentId: agent.id, changes, stretch });
  await stretch();
  over = true;
  await asked;
  return { changes, sights };
}

/** Makes a change and notes when it was called for and when it returned. */
async function change({ changes }: Life, to: number, work: () => Promise<unknown>): Promise<void> {
  const noted = { to, called: now(), returned: Number.POSITIVE_INFINITY };
  changes.push(noted);
  await work();
  noted.returned = now();
}

const deleted = (life: Life) => change(life, DEAD, () => deleteApiKey(life.actor, { id: life.key.id }));

const agentDeleted = (life: Life) =>
  change(life, AGENT_GONE, () => deleteAgent(life.actor, { id: life.agentId }));

async function editedAndDeleted(life: Life): Promise<void> {
  const { id, name } = life.key;
  const edit = async (version: number, permissions: Permission[]) =>
    editApiKey(life.actor, { id, name, version, permissions });
  await change(life, BARRED, () => edit(1, ["handoff"]));
  await life.stretch();
  await change(life, ALIVE, () => edit(2, ["handoff", "conversations"]));
  await life.stretch();
  await deleted(life);
}

/** A key expires by the database's clock, which is read between two looks at ours. */
async function expired({ key, changes, stretch }: Life): Promise<void> {
  const expiry = Date.parse(key.expiresAt);
  const noted = { to: DEAD, called: Number.POSITIVE_INFINITY, returned: Number.NEGATIVE_INFINITY };
  changes.push(noted);
  while (now() <= noted.returned || noted.returned < 0) {
    await stretch();
    const before = now();
    const { rows } = await pool().query<{ clock: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as clock",
    );
    const left = expiry - (rows[0]?.clock ?? 0);
    noted.called = Math.min(noted.called, before + left);
    noted.returned = Math.max(noted.returned, now() + left);
  }
}
