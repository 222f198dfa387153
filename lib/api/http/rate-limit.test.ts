import { beforeAll, expect, test, vi } from "vitest";
import { provideSettings, settings } from "@/lib/core/env";
import { generateSecret } from "@/lib/features/api-keys/secret";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace } from "@/testing/fixtures";
import { createRateLimits, throttleImportLine } from "./rate-limit";

beforeAll(() =>
  provideSettings({
    ...settings(),
    RATE_LIMIT_PER_KEY: 5,
    RATE_LIMIT_PER_ADDRESS: 5,
    RATE_LIMIT_PER_TOKEN: 5,
  }),
);

const call = setupApiClient();
const PATH = "/v3/conversations";

/** Sends requests at once and counts the responses by status. */
async function burst(count: number, send: (n: number) => Promise<Response>) {
  const responses = await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  const byStatus = new Map<number, number>();
  for (const { status } of responses) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  return { byStatus: Object.fromEntries(byStatus), rejected: responses.find(({ status }) => status === 429) };
}

test("allows a burst of twice the rate per key, then returns Retry-After, without affecting other keys", async () => {
  const actor = await makeWorkspace();
  const [busy, calm] = [await makeKey(actor), await makeKey(actor)];
  const { byStatus, rejected } = await burst(14, () => call(PATH, { key: busy.secret }));
  expect(byStatus).toEqual({ 200: 10, 429: 4 });
  expect(Number(rejected?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(rejected?.headers.get("ratelimit-policy")).toBe('"key";q=10;w=2');
  expect(rejected?.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
  expect(await rejected?.json()).toMatchObject({ success: false, error_code: "RATE_LIMITED" });
  expect((await call(PATH, { key: calm.secret })).status).toBe(200);
  await expect
    .poll(async () => (await call(PATH, { key: busy.secret })).status, { timeout: 10_000 })
    .toBe(200);
});

test("charges requests without a valid key to the IP address, invented keys included", async () => {
  const actor = await makeWorkspace();
  const { secret } = await makeKey(actor);
  const { byStatus, rejected } = await burst(14, (n) =>
    call(PATH, { key: n % 2 ? generateSecret().secret : "nonsense" }),
  );
  expect(byStatus).toEqual({ 401: 10, 429: 4 });
  expect(rejected?.headers.get("ratelimit-policy")).toBe('"address";q=10;w=2');
  expect((await call(PATH, { key: secret })).status).toBe(200);
  expect((await call("/v1/a/b/conversations")).status).toBe(429);
  expect((await call("/nowhere")).status).toBe(404);
  expect((await call("/healthz")).status).toBe(200);
});

test("charges runtime tokens separately, and a large body as several requests", async () => {
  const actor = await makeWorkspace();
  const { token } = await createRuntimeToken(actor, (await makeAgent(actor)).id);
  const { token: other } = await createRuntimeToken(actor, (await makeAgent(actor)).id);
  const start = (id: string, by = token, more = {}) =>
    call("/runtime/v1/conversations", {
      method: "POST",
      headers: { authorization: `Bearer ${by}`, "content-type": "application/json" },
      body: JSON.stringify({ id, environment: "live", channel: "VOICE", ...more }),
    });
  const { byStatus, rejected } = await burst(14, (n) => start(`call-${n}`));
  expect(byStatus).toEqual({ 201: 10, 429: 4 });
  expect(rejected?.headers.get("ratelimit-policy")).toBe('"token";q=10;w=2');
  expect(rejected?.headers.get("retry-after")).toMatch(/^[12]$/);
  // A body of 100 KiB costs six more points.
  const large = { variant_name: "x".repeat(1000), padding: "x".repeat(100_000) };
  const statuses = [];
  for (let n = 0; n < 2; n++) statuses.push((await start(`large-${n}`, other, large)).status);
  expect(statuses).toEqual([400, 429]);
});

test("delays import lines that are over the rate limit", async () => {
  const limits = createRateLimits({ ...settings(), RATE_LIMIT_IMPORT: 5 });
  const consume = vi.spyOn(limits.import, "consume");
  for (let n = 0; n < 25; n++) await throttleImportLine(limits, "one", 100);
  const results = await Promise.allSettled(consume.mock.results.map(({ value }) => value));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(25);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(2);
  // A line that costs more than the whole budget still passes.
  await throttleImportLine(limits, "two", 8_000_000);
  expect(consume).toHaveBeenLastCalledWith("two", 10);
  limits.close();
});

test("shares one budget among the addresses of an IPv6 network", async () => {
  const from = (address: string) => ({ key: "nonsense", headers: { "x-studio-client-address": address } });
  const { byStatus } = await burst(14, (n) => call(PATH, from(`2001:db8:0:7:${n}::${n}`)));
  expect(byStatus).toEqual({ 401: 10, 429: 4 });
  expect((await call(PATH, from("2001:db8:0:8::1"))).status).toBe(401);
});
