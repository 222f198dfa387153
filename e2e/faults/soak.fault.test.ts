import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { databaseUrl } from "@/testing/database";
import { startInstance } from "@/testing/server-instance";
import { UNLIMITED_RATES } from "@/testing/test-settings";
import { startBackgroundLoad } from "./background-load";
import { startBackgroundWriters } from "./background-writers";
import { createFaultEnv } from "./fault-env";

const MINUTES = Number(process.env.SOAK_MINUTES ?? 5);
const MIB = 1024 * 1024;

/**
 * Metrics of the instance that must stay flat, and by how much the minimum of the last third may exceed that of the second third.
 * The minimum is the value after a garbage collection.
 */
const MAX_GROWTH = {
  process_resident_memory_bytes: 32 * MIB,
  nodejs_heap_size_used_bytes: 8 * MIB,
  nodejs_active_resources_total: 10,
  process_open_fds: 10,
};
type Sample = Record<keyof typeof MAX_GROWTH, number>;

test(`${MINUTES} minutes of mixed load: memory and handles stay flat, and every request is logged`, {
  timeout: (MINUTES + 10) * 60_000,
}, async ({ annotate }) => {
  // A small heap, because with a large one garbage is collected late and looks like a leak.
  const instance = await startInstance({ databaseUrl: databaseUrl(), env: UNLIMITED_RATES, heap: 256 });
  const { key, requests, ...seeded } = await createFaultEnv(instance);
  const load = startBackgroundLoad(instance.origin, requests, {
    read: 6,
    event: 2,
    page: 2,
    data: 1,
    poll: 2,
  });
  const writers = await startBackgroundWriters(instance.origin, seeded);

  const samples: Sample[] = [];
  const end = performance.now() + MINUTES * 60_000;
  while (performance.now() < end) {
    await delay(2000);
    samples.push(await readMetrics(instance.metricsOrigin));
  }
  await Promise.all([load.stop(), writers.stop()]);
  expect(await instance.stop()).toBe(0);

  // The first third is the warm-up: code is compiled, pools and caches are filled.
  const third = Math.floor(samples.length / 3);
  const [early, late] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const minimum = (of: Sample[], name: keyof Sample) => Math.min(...of.map((s) => s[name]));
  const names = Object.keys(MAX_GROWTH) as (keyof Sample)[];
  for (const name of names) await annotate(`${name}: ${minimum(early, name)}, then ${minimum(late, name)}`);
  for (const name of names) {
    expect(minimum(late, name) - minimum(early, name), name).toBeLessThan(MAX_GROWTH[name]);
  }
  const served = (load.served.read ?? 0) + (load.served.event ?? 0);
  await annotate(`served: ${JSON.stringify({ ...load.served, ...writers.completed })}`);
  expect([...load.failures, ...writers.failures]).toEqual([]);
  for (const [kind, times] of Object.entries(writers.completed)) expect(times, kind).toBeGreaterThan(0);
  // An unhandled rejection would be in the log.
  expect(instance.log().filter((line) => /"level":[456]0|[Uu]nhandled/.test(line))).toEqual([]);
  const { rows } = await pool().query("select count(*)::int as n from api_requests where key_id = $1", [
    key.id,
  ]);
  expect(rows[0].n).toBe(served);
});

/** Reads the instance's current metrics. */
async function readMetrics(metricsOrigin: string): Promise<Sample> {
  const text = await (await fetch(`${metricsOrigin}/metrics`)).text();
  const read = (name: keyof Sample): number => {
    const value = new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1];
    if (value === undefined) throw new Error(`The metrics do not contain ${name}.`);
    return Number(value);
  };
  return {
    process_resident_memory_bytes: read("process_resident_memory_bytes"),
    nodejs_heap_size_used_bytes: read("nodejs_heap_size_used_bytes"),
    nodejs_active_resources_total: read("nodejs_active_resources_total"),
    process_open_fds: read("process_open_fds"),
  };
}
