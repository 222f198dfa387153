import { expect, test } from "vitest";
import { databaseUrl } from "@/testing/database";
import { startRedis } from "@/testing/redis";
import { startInstance } from "@/testing/server-instance";
import { createFaultEnv } from "./fault-env";

test("three instances that share a Redis enforce one rate limit per key", async () => {
  const redis = await startRedis();
  // 20 requests per window of two seconds.
  const env = { REDIS_URL: redis.url, RATE_LIMIT_PER_KEY: "10", RATE_LIMIT_PER_ADDRESS: "100000" };
  const start = () => startInstance({ databaseUrl: databaseUrl(), env });
  const instances = [await start(), await start(), await start()] as const;
  const { requests, createKey } = await createFaultEnv(instances[0]);
  const burst = async () => {
    const { secret } = await createKey();
    const send = ({ origin }: { origin: string }) =>
      fetch(origin + requests.read.path, { headers: { "x-api-key": secret } });
    const responses = await Promise.all(Array.from({ length: 20 }, () => instances.map(send)).flat());
    return responses.filter(({ status }) => status === 200).length;
  };
  // Without a shared count, it would always be 60. It may be more than 20 while an instance is not connected yet, or when a burst
  // extends into the next window.
  await expect.poll(burst, { timeout: 120_000 }).toBe(20);
  await Promise.all(instances.map((instance) => instance.stop()));
  await redis.kill();
});
