import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { provideSettings, settings } from "@/lib/core/env";
import { setupApiClient } from "@/testing/api-server";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { hasRedis, startRedis } from "@/testing/redis";

const PATH = "/v3/conversations";

// Needs redis-server (see CONTRIBUTING.md); skipped without it.
describe.skipIf(!hasRedis)("instances with a shared Redis", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  beforeAll(async () => {
    redis = await startRedis();
    provideSettings({
      ...settings(),
      REDIS_URL: redis.url,
      RATE_LIMIT_PER_KEY: 10,
      RATE_LIMIT_PER_ADDRESS: 10,
    });
  });
  afterAll(() => redis.kill());
  const instances = [setupApiClient(), setupApiClient()] as const;

  const statuses = async (key: string, count: number) => {
    const responses = await Promise.all(
      Array.from({ length: count }, (_, n) => instances[n % 2 ? 0 : 1](PATH, { key })),
    );
    return responses.map(({ status }) => status);
  };
  const served = (all: number[]) => all.filter((status) => status === 200).length;
  /** An unused key, so that its window starts with the test. */
  const newKey = async () => (await makeKey(await makeWorkspace())).secret;

  test("share one budget for a key", async () => {
    // Until both are connected, each counts in memory.
    await expect.poll(async () => served(await statuses(await newKey(), 40))).toBe(20);
  });

  test("count in memory while Redis is stuck or unreachable, and share the budget again afterwards", async () => {
    redis.process.kill("SIGSTOP");
    // More if the burst extends into the next window.
    expect(served(await statuses(await newKey(), 60))).toBeGreaterThanOrEqual(40);
    redis.process.kill("SIGCONT");
    await redis.kill();
    expect(served(await statuses(await newKey(), 60))).toBeGreaterThanOrEqual(40);
    redis = await startRedis(Number(new URL(redis.url).port));
    await expect
      .poll(async () => served(await statuses(await newKey(), 60)), { timeout: 20_000, interval: 500 })
      .toBe(20);
  });
});
