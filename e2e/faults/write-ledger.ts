import { expect } from "vitest";
import type { Permission } from "@/lib/features/api-keys/constants";
import { type createCrashEnv, retryUntilConfirmed } from "./crash-env";

// Records the acknowledged writes of clients while servers are killed, and compares them with the stored data.

export type CrashEnv = Awaited<ReturnType<typeof createCrashEnv>>;

/** A key. It has several possible states if the outcome of the last write is unknown. */
export interface KeyEntry {
  id: string;
  secret: string;
  states: { name: string; permissions: Permission[] }[];
  deleted: "no" | "unknown" | "yes";
  /** Acknowledged actions: each must be in the audit. */
  auditActions: string[];
}

export interface CallEntry {
  turns: number;
  step: number;
  /** The number in the reason of the last acknowledged handoff. */
  handoff: number;
  ended: boolean;
}

/** Creates an empty ledger. */
export function createLedger() {
  return {
    acknowledged: 0,
    keys: [] as KeyEntry[],
    /** The last acknowledged configuration, and the last attempted one, each by its number. */
    configuration: { acknowledged: -1, attempted: -1 },
    calls: new Map<string, CallEntry>(),
    events: new Set<string>(),
  };
}

export async function compareKeys(env: CrashEnv, keys: KeyEntry[]) {
  const { cluster, origin, actor, agent } = env;
  const rows = await cluster.queryStudio<{ id: string; name: string; permissions: Permission[] }>(
    "select id, name, permissions from api_keys",
  );
  const audit = await cluster.queryStudio<{ act: string }>(
    "select target_id || ' ' || action as act from audit_entries",
  );
  const acts = new Set(audit.map(({ act }) => act));
  const lost: string[] = [];
  for (const { id, secret, states, deleted, auditActions: acknowledged } of keys) {
    lost.push(...acknowledged.map((action) => `${id} ${action}`).filter((act) => !acts.has(act)));
    const row = rows.find((candidate) => candidate.id === id);
    if (row ? deleted === "yes" : deleted === "no") lost.push(`${id} ${row ? "exists" : "is missing"}`);
    const { status } = await fetch(`${origin}/v3/${actor.slug}/${agent.slug}/conversations?limit=1`, {
      headers: { "x-api-key": secret },
    });
    if (status !== (row ? 200 : 401)) lost.push(`${id} returns ${status}`);
    if (!row) continue;
    const stored = JSON.stringify([row.name, row.permissions]);
    if (!states.some(({ name, permissions }) => JSON.stringify([name, permissions]) === stored))
      lost.push(`${id} is ${stored}`);
  }
  expect(lost).toEqual([]);
}

export async function compareConfiguration(
  env: CrashEnv,
  id: string,
  { acknowledged, attempted }: { acknowledged: number; attempted: number },
) {
  const rows = await env.cluster.queryStudio<{ names: string[] }>(
    `select chosen_metrics as names from agents where id = '${id}'`,
  );
  expect([`M${acknowledged}`, `M${attempted}`]).toContain(rows[0]?.names.join());
}

export async function compareCalls(env: CrashEnv, calls: Map<string, CallEntry>) {
  const { cluster, origin, agent, secret } = env;
  const rows = await cluster.queryStudio<{ id: string; running: boolean } & Record<string, number | null>>(
    `select id, json_array_length(turns) as turns, (state ->> 'step')::int as step, in_progress as running,
       (select max(reason::int) from handoffs h where h.agent_id = c.agent_id and conversation_id = c.id) as handoff
     from conversations c where agent_id = '${agent.id}'`,
  );
  const orNone = (value: number | null | undefined) => value ?? -1;
  const lost: string[] = [];
  for (const [id, { turns, step, handoff, ended }] of calls) {
    const row = rows.find((candidate) => candidate.id === id);
    const behind = orNone(row?.turns) < turns || orNone(row?.step) < step || orNone(row?.handoff) < handoff;
    if (!row || behind || (ended && row.running)) {
      lost.push(
        `${id}: ${JSON.stringify(row)} instead of ${JSON.stringify({ turns, step, handoff, ended })}`,
      );
    }
    const { status } = await fetch(`${origin}/v1/agents/${agent.id}/conversations/${id}`, {
      headers: { "x-api-key": secret },
    });
    if (status !== 200) lost.push(`${id} returns ${status}`);
  }
  expect(lost).toEqual([]);
}

export async function compareEvents(env: CrashEnv, events: Set<string>) {
  const received: string[] = [];
  for (let after = 0; ; ) {
    const { json } = await retryUntilConfirmed(() =>
      env.runtime("GET", `/CA-events/external-events?after=${after}`),
    );
    const page = json as { events: { seq: number; data: string }[]; next: number };
    if (page.events.length === 0) break;
    for (const { seq, data } of page.events) {
      expect(seq).toBeGreaterThan(after);
      after = seq;
      received.push(data);
    }
  }
  expect(new Set(received).size).toBe(received.length);
  expect([...events].filter((body) => !received.includes(body))).toEqual([]);
}
