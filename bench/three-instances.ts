// npm run bench:instances: one and three instances behind HAProxy on one PostgreSQL, with a Redis for the rate limits.
import { closeDatabase, openDatabase } from "@/db/client/client";
import { provideSettings, readSettings } from "@/lib/core/env";
import { createTestDatabase, databaseUrl, startTestPostgres } from "@/testing/database";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { generateLoad } from "@/testing/generate-load";
import { startHaproxy } from "@/testing/haproxy";
import { buildGetRequest } from "@/testing/load-client";
import { startRedis } from "@/testing/redis";
import { startInstance } from "@/testing/server-instance";

const CONNECTIONS = 32;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const LIMIT = 100;
const UNLIMITED = 1_000_000;

/** Measures requests per second through HAProxy, with `count` instances and a limit of `perKey` requests per second. */
async function measure(count: number, perKey: number): Promise<{ served: number; refused: number }> {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url, RATE_LIMIT_PER_KEY: String(perKey), RATE_LIMIT_PER_ADDRESS: "1000000" };
  const instances = [];
  for (let n = 0; n < count; n++) instances.push(await startInstance({ databaseUrl: databaseUrl(), env }));
  const backends = instances.map(({ origin }) => origin);
  const proxy = await startHaproxy({ backends, healthPath: "/readyz" });
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { secret } = await makeKey(actor);
  const path = `/v3/${actor.slug}/${agent.slug}/conversations?limit=5`;
  const request = buildGetRequest(path, { "x-api-key": secret });
  const how = { connections: CONNECTIONS, seconds: SECONDS };
  if (perKey === UNLIMITED) await generateLoad([proxy.origin], request, { ...how, seconds: SECONDS / 2 });
  const { statusCounts, seconds } = await generateLoad([proxy.origin], request, how);
  await proxy.stop();
  await Promise.all(instances.map((instance) => instance.stop()));
  await redis.kill();
  const { 200: served = 0, 429: refused = 0, ...others } = statusCounts;
  if (Object.keys(others).length > 0) throw new Error(`Unexpected responses: ${JSON.stringify(others)}`);
  return { served: Math.round(served / seconds), refused: Math.round(refused / seconds) };
}

const stopTestServer = await startTestPostgres(process.cwd());
const clone = await createTestDatabase(process.cwd());
provideSettings(readSettings({ LOG_LEVEL: "silent" }));
openDatabase(clone.connection, () => {});
try {
  console.log("| instances | limit of a key, per second | served per second | refused per second |");
  console.log("| --- | --- | --- | --- |");
  for (const [count, perKey] of [
    [1, UNLIMITED],
    [3, UNLIMITED],
    [1, LIMIT],
    [3, LIMIT],
  ] as const) {
    const { served, refused } = await measure(count, perKey);
    console.log(`| ${count} | ${perKey === UNLIMITED ? "none" : perKey} | ${served} | ${refused} |`);
  }
} finally {
  await closeDatabase();
  await clone.drop();
  await stopTestServer();
}
