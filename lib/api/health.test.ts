import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { provideSettings, settings } from "@/lib/core/env";
import { createHttpServer } from "@/lib/server/http/http-server";
import { setupApiClient } from "@/testing/api-server";
import { captureStatements, withDatabaseUnavailable } from "@/testing/database";
import { createRateLimits } from "./http/rate-limit";
import { apiListener } from "./listener";

const call = setupApiClient();
const readiness = async (response: Response | Promise<Response>) => {
  const { status, headers } = await response;
  const { error, status: state } = await (await response).json();
  return [status, error ?? state, headers.get("retry-after")];
};

test("/readyz reports an unavailable database, a long queue, and shutdown", async () => {
  const ready = () => readiness(call("/readyz"));
  await withDatabaseUnavailable(async () => {
    await expect.poll(ready).toEqual([503, "The database is not reachable.", "1"]);
  });
  await expect.poll(ready).toEqual([200, "ready", null]);

  const clients = await Promise.all(Array.from({ length: pool().options.max }, () => pool().connect()));
  const waiting = Array.from({ length: 501 }, async () => (await pool().connect()).release());
  try {
    await expect.poll(ready).toEqual([503, "Too many requests are waiting for a database connection.", "1"]);
  } finally {
    for (const client of clients) client.release();
    await Promise.all(waiting);
  }
  await expect.poll(ready).toEqual([200, "ready", null]);

  const stopping = createHttpServer(apiListener(createRateLimits(settings()), () => true));
  stopping.listen(0, "127.0.0.1");
  await once(stopping, "listening");
  const { port } = stopping.address() as AddressInfo;
  expect(await readiness(fetch(`http://127.0.0.1:${port}/readyz`))).toEqual([
    503,
    "This instance is shutting down.",
    "1",
  ]);
  stopping.closeAllConnections();
  stopping.close();
});

test("/readyz shares one database check among concurrent requests", async () => {
  // Statements are captured only on connections that are opened from here.
  const { during } = await captureStatements();
  await withDatabaseUnavailable(async () => {
    await expect.poll(async () => (await call("/readyz")).status).toBe(503);
  });
  const statements = await during(async () => {
    const all = await Promise.all(Array.from({ length: 50 }, () => call("/readyz")));
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });
  const queries = statements.filter((statement) => statement.includes("select 1")).length;
  expect(queries).toBeGreaterThan(0);
  // One, unless the requests take longer than half a second to arrive.
  expect(queries).toBeLessThan(10);
});

test("generates the OpenAPI document once", async () => {
  const document = async () => (await call("/openapi.json")).text();
  const first = await document();
  provideSettings({ ...settings(), PUBLIC_URL: "https://elsewhere.example" });
  expect(await document()).toBe(first);
});
