import { expect, test } from "vitest";
import { databaseUrl } from "@/db/testing";
import { startHaproxy } from "@/lib/testing/haproxy";
import { startInstance } from "@/lib/testing/instances";

test("an instance behind HAProxy serves, and stops cleanly", async () => {
  const instance = await startInstance({ databaseUrl: databaseUrl() });
  const proxy = await startHaproxy({ backends: [instance.origin], healthPath: "/readyz" });
  expect((await fetch(`${proxy.origin}/v3/conversations`)).status).toBe(401);
  expect((await fetch(`${instance.metricsOrigin}/metrics`)).status).toBe(200);
  expect(await instance.stop()).toBe(0);
  expect((await fetch(`${proxy.origin}/v3/conversations`)).status).toBe(503);
  await proxy.stop();
});
