import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { databaseUrl } from "@/testing/database";
import { startHaproxy } from "@/testing/haproxy";
import { startInstance } from "@/testing/server-instance";
import { UNLIMITED_RATES } from "@/testing/test-settings";
import { startBackgroundLoad } from "./background-load";
import { createFaultEnv } from "./fault-env";

const start = (env: Record<string, string>, port?: number) =>
  startInstance({ databaseUrl: databaseUrl(), port, env: { ...UNLIMITED_RATES, ...env } });

const loggedRequests = async (keyId: string): Promise<number> => {
  const { rows } = await pool().query("select count(*)::int as n from api_requests where key_id = $1", [
    keyId,
  ]);
  return rows[0].n;
};

test("a rolling restart of three instances under load fails no request and logs every request", async () => {
  const env = { DRAIN_SECONDS: "5" };
  const instances = [await start(env), await start(env), await start(env)];
  const proxy = await startHaproxy({
    backends: instances.map(({ origin }) => origin),
    healthPath: "/readyz",
  });
  const { key, requests } = await createFaultEnv(proxy);
  const servedBy = async () => (await fetch(`${proxy.origin}/healthz`)).headers.get("x-served-by");
  const load = startBackgroundLoad(proxy.origin, requests, { read: 6, event: 3, page: 2, data: 2, poll: 3 });

  for (const [n, instance] of instances.entries()) {
    expect(await instance.stop()).toBe(0);
    expect(await servedBy()).not.toBe(String(n));
    instances[n] = await start(env, Number(new URL(instance.origin).port));
    await expect.poll(servedBy, { timeout: 30_000 }).toBe(String(n));
  }
  await load.stop();
  for (const instance of instances) expect(await instance.stop()).toBe(0);
  await proxy.stop();

  expect(load.failures).toEqual([]);
  for (const kind of Object.keys(requests)) expect(load.served[kind], kind).toBeGreaterThan(0);
  expect(await loggedRequests(key.id)).toBe((load.served.read ?? 0) + (load.served.event ?? 0));
});

test("a stopping instance fails its readiness check first, keeps serving, and exits at once on a second signal", async () => {
  const instance = await start({ DRAIN_SECONDS: "300" });
  const { requests } = await createFaultEnv(instance);
  let ended: number | null | undefined;
  const stopped = instance.stop().then((code) => {
    ended = code;
  });
  const ready = async () => (await fetch(`${instance.origin}/readyz`)).status;
  await expect.poll(ready, { timeout: 10_000 }).toBe(503);
  expect(await (await fetch(`${instance.origin}/readyz`)).json()).toMatchObject({
    error: "This instance is shutting down.",
  });
  for (const { path, headers, expectedStatus } of [requests.read, requests.page, requests.data]) {
    const response = await fetch(instance.origin + path, { headers });
    expect(response.status).toBe(expectedStatus);
    // Clients must not reuse a connection that is about to close.
    expect(response.headers.get("connection")).toBe("close");
  }
  // Within a second of the first, the server takes a signal for a duplicate that npm forwarded.
  await expect
    .poll(
      () => {
        void instance.stop();
        return ended;
      },
      { interval: 500, timeout: 20_000 },
    )
    .toBe(1);
  await stopped;
});

test("requests that complete just before shutdown are in the request log", async () => {
  const instance = await start({});
  const { key, requests } = await createFaultEnv(instance);
  const responses = await Promise.all(
    Array.from({ length: 50 }, () => fetch(instance.origin + requests.read.path, requests.read)),
  );
  expect(await instance.stop()).toBe(0);
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(50);
  expect(await loggedRequests(key.id)).toBe(50);
});
