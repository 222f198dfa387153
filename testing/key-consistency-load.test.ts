import { expect, test } from "vitest";
import { databaseUrl } from "./database";
import { runKeyConsistencyLoad } from "./key-consistency-load";
import { startInstance } from "./server-instance";

// A short version of e2e/faults/key-revocation.fault.test.ts.
test("key changes are visible on all instances immediately", { timeout: 600_000 }, async () => {
  const env = { RATE_LIMIT_PER_KEY: "1000000", RATE_LIMIT_PER_ADDRESS: "1000000" };
  const start = () => startInstance({ databaseUrl: databaseUrl(), env });
  const instances = [await start(), await start(), await start()];
  const { requests, keys, violations } = await runKeyConsistencyLoad(
    instances.map(({ origin }) => origin),
    { requests: 20_000, maxRequestsBetweenChanges: 60 },
  );
  await Promise.all(instances.map((instance) => instance.stop()));
  expect(requests).toBeGreaterThanOrEqual(20_000);
  expect(keys).toBeGreaterThan(20);
  expect(violations).toEqual([]);
});
