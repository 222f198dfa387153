import { expect, test } from "vitest";
import { transaction } from "@/db/client/client";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";

const call = setupApiClient();

/** All that tells of requests, the mirror in the keys themselves included. */
const WRITTEN = "api_requests, api_request_counts, api_key_addresses, api_key_usage, api_keys";

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { key, secret } = await makeKey(actor);
  const ask = () => call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: secret });
  const lastUse = async () => {
    const story = await readApiKey(actor, key.id);
    if (!("key" in story)) throw new Error("The key is gone.");
    return { at: story.key.lastSuccessAt, from: story.lastSuccess };
  };
  return { ask, lastUse };
}

test("no request waits for a write: keys are served while nothing about their use can be written", async () => {
  const { ask, lastUse } = await setup();
  await transaction(async (tx) => {
    await tx.execute(`lock table ${WRITTEN} in exclusive mode`);
    for (let n = 0; n < 30; n++) expect((await ask()).status).toBe(200);
    expect((await lastUse()).at).toBeNull();
  });
  await expect.poll(async () => (await lastUse()).at).not.toBeNull();
});

test("the last use of a key is told by itself, and is the time of its last request", async () => {
  const { ask, lastUse } = await setup();
  expect(await lastUse()).toEqual({ at: null, from: null });
  for (let round = 0; round < 2; round++) {
    const before = new Date().toISOString();
    await ask();
    const after = new Date().toISOString();
    await expect
      .poll(async () => (await lastUse()).at ?? "", { timeout: 10_000 })
      .toSatisfy((at: string) => at >= before);
    const { at, from } = await lastUse();
    expect((at ?? "") <= after, `${at} is not after ${after}`).toBe(true);
    expect(from).toMatchObject({ path: expect.stringContaining("/conversations") });
  }
});

test("a refused request is no success: each of the two is stored with its own time, path and address", async () => {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor);
  const { key: refused } = await makeKey(actor);
  const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second));
  const iso = (second: number) => at(second).toISOString();
  const told = async (id: string) => {
    const story = await readApiKey(actor, id);
    if (!("key" in story)) throw new Error("The key is gone.");
    const { lastSuccessAt, lastRefusalAt, lastRefusalStatus, lastUsedAt } = story.key;
    const { lastSuccess, lastRefusal } = story;
    return { lastSuccessAt, lastRefusalAt, lastRefusalStatus, lastUsedAt, lastSuccess, lastRefusal };
  };

  await seedRequestLog(actor, refused.id, [
    { at: at(3), status: 403, path: "/v3/other", address: "192.0.2.9" },
  ]);
  expect(await told(refused.id)).toEqual({
    lastSuccessAt: null,
    lastRefusalAt: iso(3),
    lastRefusalStatus: 403,
    lastUsedAt: iso(3),
    lastSuccess: null,
    lastRefusal: { path: "/v3/other", address: "192.0.2.9" },
  });

  // In one batch, in whatever order; then an older batch of another instance, which moves neither back.
  await seedRequestLog(actor, key.id, [
    { at: at(8), status: 500, path: "/v3/failed" },
    { at: at(5), status: 204, path: "/v3/done" },
    { at: at(7), status: 404 },
    { at: at(4), status: 200 },
  ]);
  const expected = {
    lastSuccessAt: iso(5),
    lastRefusalAt: iso(8),
    lastRefusalStatus: 500,
    lastUsedAt: iso(8),
    lastSuccess: { path: "/v3/done", address: "192.0.2.7" },
    lastRefusal: { path: "/v3/failed", address: "192.0.2.7" },
  };
  expect(await told(key.id)).toEqual(expected);
  await seedRequestLog(actor, key.id, [
    { at: at(2), status: 200 },
    { at: at(3), status: 403 },
  ]);
  expect(await told(key.id)).toEqual(expected);
  await seedRequestLog(actor, key.id, [{ at: at(9), status: 200, path: "/v3/again" }]);
  expect(await told(key.id)).toMatchObject({
    lastSuccessAt: iso(9),
    lastRefusalAt: iso(8),
    lastUsedAt: iso(9),
    lastSuccess: { path: "/v3/again" },
  });

  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ sort: "used" }));
  expect(keys.map(({ id }) => id)).toEqual([key.id, refused.id]);
});
