import { Client, type ClientConfig } from "pg";
import { closeDatabase, openDatabase, pool } from "@/db/client/client";
import { maintainLogPartitions } from "@/db/queries/log-partitions";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import { fillConversations } from "./fill-conversations";
import { interleave, percentiles, timedGet } from "./interleave";
import { type BenchServer, OPERATOR } from "./server";
import { FILLED, FULL } from "./sizes";

const OLD_PARTITION = ["20100101", "20100102"] as const;
const RETENTION_DAYS = 3650;
const SECONDS = 20;

/** Measures how long it takes to drop a day's partition of 300,000 rows, and an empty one. */
export async function measurePartitionDrop(connection: ClientConfig): Promise<Record<string, string>[]> {
  openDatabase(connection, () => {});
  const took: Record<string, number[]> = { full: [], empty: [] };
  await maintainLogPartitions(RETENTION_DAYS);
  for (let round = 0; round < 5; round++) {
    for (const kind of ["full", "empty"]) {
      const [day, next] = OLD_PARTITION;
      await pool().query(
        `create table api_requests_${day} partition of api_requests for values from ('${day}T000000Z') to ('${next}T000000Z')`,
      );
      if (kind === "full") {
        await pool().query(
          `insert into api_requests_${day} select $1, 'key_gone', '${day}T000000Z'::timestamptz + n * interval '100 ms', n,
             'listConversations', 'GET', '/v3/conversations', 200, 5, 'x', '192.0.2.7' from generate_series(1, 300000) n`,
          [FILLED.workspace],
        );
      }
      const startedAt = performance.now();
      await maintainLogPartitions(RETENTION_DAYS);
      took[kind]?.push(performance.now() - startedAt);
    }
  }
  await closeDatabase();
  const [full, empty] = [percentiles(took.full ?? []).p50, percentiles(took.empty ?? []).p50];
  return [
    {
      "dropping a day of the log": "300,000 rows ÷ none",
      "p50, ms": `${full.toFixed(1)} ÷ ${empty.toFixed(1)}`,
      ratio: (full / empty).toFixed(2),
    },
  ];
}

/** Measures other requests of the workspace while an agent with a million conversations is deleted. Restores it afterwards. */
export async function measureAgentDeletion(
  full: BenchServer,
  connection: ClientConfig,
): Promise<Record<string, string>[]> {
  const { client, url, cookie, secret } = full;
  const api = (path: string) => () => timedGet(url + path, { "x-api-key": secret });
  const others = {
    "another agent's list": api(`/v3/${FILLED.slug}/night-desk/conversations?limit=5`),
    "the list of every agent": api("/v3/conversations?limit=5"),
    "the console's keys": () => timedGet(`${url}/${FILLED.slug}/data/api-keys`, { cookie }),
  };
  const quiet = await interleave(others, { rounds: 2000, seconds: SECONDS });
  await client.query(
    "create table bench_kept as select * from api_key_agents where workspace_id = $1 and agent_id = $2",
    [FILLED.workspace, FILLED.agent],
  );
  const count = async () => {
    const { rows } = await client.query(
      "select count(*) as count from conversations where workspace_id = $1 and agent_id = $2",
      [FILLED.workspace, FILLED.agent],
    );
    return Number(rows[0].count);
  };
  openDatabase(connection, () => {});
  const before = await count();
  const startedAt = performance.now();
  await deleteAgent(OPERATOR, { id: FILLED.agent });
  const responseMs = performance.now() - startedAt;
  const duringDeletion = await interleave(others, { rounds: 2000, seconds: SECONDS });
  await agentPurger().stop();
  await closeDatabase();
  const removed = before - (await count());

  await client.query("update agents set deleted_at = null, slug = $3 where workspace_id = $1 and id = $2", [
    ...[FILLED.workspace, FILLED.agent, FILLED.agentSlug],
  ]);
  await client.query("insert into api_key_agents select * from bench_kept on conflict do nothing");
  await client.query("drop table bench_kept");
  const owner = new Client(connection);
  await owner.connect();
  await owner.query("set timezone = 'utc'");
  await fillConversations(owner, FULL.conversations);
  await owner.end();

  return (Object.keys(others) as (keyof typeof others)[]).map((name) => ({
    [`during deletion (responded after ${responseMs.toFixed(0)} ms; ${removed} removed in ${SECONDS} s)`]:
      name,
    "p50, ms": `${duringDeletion[name].p50.toFixed(1)} ÷ ${quiet[name].p50.toFixed(1)}`,
    "p99, ms": `${duringDeletion[name].p99.toFixed(1)} ÷ ${quiet[name].p99.toFixed(1)}`,
    "ratio of p99": (duringDeletion[name].p99 / quiet[name].p99).toFixed(2),
  }));
}
