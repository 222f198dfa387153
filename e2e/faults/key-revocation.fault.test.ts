import { expect, test } from "vitest";
import { databaseUrl } from "@/testing/database";
import { startInstance } from "@/testing/server-instance";
import { runKeyConsistencyLoad } from "./key-consistency-load";

const REQUESTS = Number(process.env.KEY_REVOCATION_REQUESTS ?? 1_000_000);

// Takes minutes on an idle machine, and much longer on a busy one.
test("key edits, deletions and expiry take effect on every instance immediately, over a million requests", {
  timeout: 3_600_000,
}, async ({ annotate }) => {
  const env = { RATE_LIMIT_PER_KEY: "1000000", RATE_LIMIT_PER_ADDRESS: "1000000" };
  const start = () => startInstance({ databaseUrl: databaseUrl(), env });
  const instances = [await start(), await start(), await start()];
  const startedAt = performance.now();
  const { requests, keys, violations } = await runKeyConsistencyLoad(
    instances.map(({ origin }) => origin),
    { requests: REQUESTS, maxRequestsBetweenChanges: 400 },
  );
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  await annotate(`${requests} requests with ${keys} keys in ${seconds} s`);
  await Promise.all(instances.map((instance) => instance.stop()));
  expect(requests).toBeGreaterThanOrEqual(REQUESTS);
  expect(keys).toBeGreaterThan(20);
  expect(violations).toEqual([]);
});
