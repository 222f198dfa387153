import { expect } from "vitest";
import type { Permission } from "@/lib/features/api-keys/constants";
import { type createCrashEnv, retryUntilConfirmed } from "./crash-env";

// What clients were told of their writes while servers were killed, and the comparison with what is there afterwards.

export type CrashEnv = Awaited<ReturnType<typeof createCrashEnv>>;

/** One of several states, where it is not known whether the last write was done. */
export interface KeyEntry {
  id: string;
  secret: string;
  states: { name: string; permissions: Permission[] }[];
  deleted: "no" | "perhaps" | "yes";
  /** Acknowledged acts: each must be in the audit. */
  acts: string[];
}

export interface CallEntry {
  turns: number;
  step: number;
  /** The number in the reason of the last handoff that was acknowledged. */
  handoff: number;
  ended: boolean;
}

/** What the clients were told. */
export function createLedger() {
  return {
    acknowledged: 0,
    keys: [] as KeyEntry[],
    /** The number that the configuration was last known to hold, and the one that was tried afterwards. */
    configuration: { known: -1, perhaps: -1 },
    calls: new Map<string, CallEntry>(),
    events: new Set<string>(),
  };
}

export async function compareKeys(stage: CrashEnv, keys: KeyEntry[]) {
  const { cluster, origin, actor } = stage;
  const rows = await cluster.queryStudio<{ id: string; name: string; permissions: Permission[] }>(
    "select id, name, permissions from api_keys",
  );
  const audit = await cluster.queryStudio<{ act: string }>(
    "select target_id || ' ' || action as act from audit_entries",
  );
  const acts = new Set(audit.map(({ act }) => act));
  const lost: string[] = [];
  for (const { id, secret, states, deleted, acts: acknowledged } of keys) {
    lost.push(...acknowledged.map((action) => `${id} ${action}`).filter((act) => !acts.has(act)));
    const row = rows.find((candidate) => candidate.id === id);
    if (row ? deleted === "yes" : deleted === "no") lost.push(`${id} is ${row ? "there" : "gone"}`);
    const { status } = await fetch(`${origin}/v3/${actor.slug}/${stage.agent.slug}/conversations?limit=1`, {
      headers: { "x-api-key": secret },
    });
    if (status !== (row ? 200 : 401)) lost.push(`${id} is answered with ${status}`);
    if (!row) continue;
    const is = JSON.stringify([row.name, row.permissions]);
    if (!states.some(({ name, permissions }) => JSON.stringify([name, permissions]) === is))
      lost.push(`${id} is ${is}`);
  }
  expect(lost).toEqual([]);
}

export async function compareConfiguration(
  stage: CrashEnv,
  id: string,
  { known, perhaps }: { known: number; perhaps: number },
) {
  const rows = await stage.cluster.queryStudio<{ names: string[] }>(
    `select chosen_metrics as names from agents where id = '${id}'`,
  );
  expect([`M${known}`, `M${perhaps}`]).toContain(rows[0]?.names.join());
}

export async function compareCalls(stage: CrashEnv, calls: Map<string, CallEntry>) {
  const { cluster, origin, agent, secret } = stage;
  const rows = await cluster.queryStudio<{ id: string; running: boolean } & Record<string, number | null>>(
    `select id, json_array_length(turns) as turns, (state ->> 'step')::int as step, in_progress as running,
       (select max(reason::int) from handoffs h where h.agent_id = c.agent_id and conversation_id = c.id) as handoff
     from conversations c where agent_id = '${agent.id}'`,
  );
  const least = (row: number | null | undefined) => row ?? -1;
  const lost: string[] = [];
  for (const [id, { turns, step, handoff, ended }] of calls) {
    const row = rows.find((candidate) => candidate.id === id);
    const behind = least(row?.turns) < turns || least(row?.step) < step || least(row?.handoff) < handoff;
    if (!row || behind || (ended && row.running)) {
      lost.push(
        `${id}: ${JSON.stringify(row)} instead of ${JSON.stringify({ turns, step, handoff, ended })}`,
      );
    }
    const answer = await fetch(`${origin}/v1/agents/${agent.id}/conversations/${id}`, {
      headers: { "x-api-key": secret },
    });
    if (answer.status !== 200) lost.push(`${id} is answered with ${answer.status}`);
  }
  expect(lost).toEqual([]);
}

export async function compareEvents(stage: CrashEnv, events: Set<string>) {
  const told: string[] = [];
  for (let after = 0; ; ) {
    const { json } = await retryUntilConfirmed(() =>
      stage.runtime("GET", `/CA-events/external-events?after=${after}`),
    );
    const page = json as { events: { seq: number; data: string }[]; next: number };
    if (page.events.length === 0) break;
    for (const { seq, data } of page.events) {
      expect(seq).toBeGreaterThan(after);
      after = seq;
      told.push(data);
    }
  }
  expect(new Set(told).size).toBe(told.length);
  expect([...events].filter((body) => !told.includes(body))).toEqual([]);
}
