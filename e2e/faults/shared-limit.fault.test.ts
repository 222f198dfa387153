import { expect, test } from "vitest";
import { databaseUrl } from "@/db/testing";
import { flood } from "@/lib/testing/flood";
import { startInstance } from "@/lib/testing/instances";
import { getRequest } from "@/lib/testing/raw-client";
import { startRedis } from "@/lib/testing/redis";
import { makeStage } from "./stage";

const PER_SECOND = 50;
const WINDOW_S = 2;

test("three instances with one Redis give a key its limit once, not three times", async () => {
  const redis = await startRedis();
  const env = { REDIS_URL: redis.url, RATE_LIMIT_PER_KEY: String(PER_SECOND) };
  const start = () => startInstance({ databaseUrl: databaseUrl(), env });
  const instances = [await start(), await start(), await start()] as const;
  const { asks } = await makeStage(instances[0]);
  const { answers, seconds } = await flood(
    instances.map(({ origin }) => origin),
    getRequest(asks.read.path, asks.read.headers),
    { connections: 2, seconds: 6 },
  );
  await Promise.all(instances.map((instance) => instance.stop()));
  await redis.kill();
  // A window that had begun before, and one that has not ended yet, belong to it too.
  const most = (Math.floor(seconds / WINDOW_S) + 2) * PER_SECOND * WINDOW_S;
  expect(Object.keys(answers)).toEqual(["200", "429"]);
  expect(answers[200]).toBeGreaterThanOrEqual(PER_SECOND * WINDOW_S);
  expect(answers[200]).toBeLessThanOrEqual(most);
});
