import { beforeAll, expect, test } from "vitest";
import { makeSecret } from "../api-keys/secret";
import { provideSettings, settings } from "../env";
import { makeKey, makeWorkspace } from "../testing/fixtures";
import { serveApi } from "./test-server";

beforeAll(() => provideSettings({ ...settings(), RATE_LIMIT_PER_KEY: 5, RATE_LIMIT_PER_ADDRESS: 5 }));

const call = serveApi();
const PATH = "/v3/conversations";

/** Sends so many at once and counts the answers by status. */
async function burst(count: number, send: (n: number) => Promise<Response>) {
  const answers = await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  const byStatus = new Map<number, number>();
  for (const { status } of answers) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  return { byStatus: Object.fromEntries(byStatus), refused: answers.find(({ status }) => status === 429) };
}

test("a key gets its burst of twice the rate, then is told how long to wait; another key is not touched", async () => {
  const actor = await makeWorkspace();
  const [busy, calm] = [await makeKey(actor), await makeKey(actor)];
  const { byStatus, refused } = await burst(14, () => call(PATH, { key: busy.secret }));
  expect(byStatus).toEqual({ 200: 10, 429: 4 });
  expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(refused?.headers.get("ratelimit-policy")).toBe('"key";q=10;w=2');
  expect(refused?.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
  expect(await refused?.json()).toMatchObject({ success: false, error_code: "RATE_LIMITED" });
  expect((await call(PATH, { key: calm.secret })).status).toBe(200);
  await expect
    .poll(async () => (await call(PATH, { key: busy.secret })).status, { timeout: 10_000 })
    .toBe(200);
});

test("requests without a good key share their address's budget, made-up keys too; a good key does not need it", async () => {
  const actor = await makeWorkspace();
  const { secret } = await makeKey(actor);
  const { byStatus, refused } = await burst(14, (n) =>
    call(PATH, { key: n % 2 ? makeSecret().secret : "nonsense" }),
  );
  expect(byStatus).toEqual({ 401: 10, 429: 4 });
  expect(refused?.headers.get("ratelimit-policy")).toBe('"address";q=10;w=2');
  expect((await call(PATH, { key: secret })).status).toBe(200);
  expect((await call("/v1/a/b/conversations")).status).toBe(429);
  expect((await call("/nowhere")).status).toBe(404);
  expect((await call("/healthz")).status).toBe(200);
});

test("with IPv6 a network has one budget, however many of its addresses ask", async () => {
  const from = (address: string) => ({ key: "nonsense", headers: { "x-studio-client-address": address } });
  const { byStatus } = await burst(14, (n) => call(PATH, from(`2001:db8:0:7:${n}::${n}`)));
  expect(byStatus).toEqual({ 401: 10, 429: 4 });
  expect((await call(PATH, from("2001:db8:0:8::1"))).status).toBe(401);
});
