import { expect, test } from "vitest";
import { transaction } from "@/db/client/client";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";

const call = setupApiClient();

/** Every table with data about requests, and `api_keys`, which has a copy of the last use. */
const WRITTEN = "api_requests, api_request_counts, api_key_addresses, api_key_usage, api_keys";

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { key, secret } = await makeKey(actor);
  const listConversations = () => call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: secret });
  const lastUse = async () => {
    const details = await readApiKey(actor, key.id);
    if (!("key" in details)) throw new Error("The key was deleted.");
    return { at: details.key.lastSuccessAt, from: details.lastSuccess };
  };
  return { listConversations, lastUse };
}

test("requests do not wait for writes: the API responds while the request log is locked", async () => {
  const { listConversations, lastUse } = await setup();
  await transaction(async (tx) => {
    await tx.execute(`lock table ${WRITTEN} in exclusive mode`);
    for (let n = 0; n < 30; n++) expect((await listConversations()).status).toBe(200);
    expect((await lastUse()).at).toBeNull();
  });
  await expect.poll(async () => (await lastUse()).at).not.toBeNull();
});

test("the last use is the time of the last request, written within seconds", async () => {
  const { listConversations, lastUse } = await setup();
  expect(await lastUse()).toEqual({ at: null, from: null });
  for (let round = 0; round < 2; round++) {
    const before = new Date().toISOString();
    await listConversations();
    const after = new Date().toISOString();
    await expect
      .poll(async () => (await lastUse()).at ?? "", { timeout: 10_000 })
      .toSatisfy((at: string) => at >= before);
    const { at, from } = await lastUse();
    expect((at ?? "") <= after, `${at} is not after ${after}`).toBe(true);
    expect(from).toMatchObject({ path: expect.stringContaining("/conversations") });
  }
});

test("stores the last success and the last failure separately, with time, path and IP address", async () => {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor);
  const { key: refused } = await makeKey(actor);
  const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second));
  const iso = (second: number) => at(second).toISOString();
  const readUse = async (id: string) => {
    const details = await readApiKey(actor, id);
    if (!("key" in details)) throw new Error("The key was deleted.");
    const { lastSuccessAt, lastRefusalAt, lastRefusalStatus, lastUsedAt } = details.key;
    const { lastSuccess, lastRefusal } = details;
    return { lastSuccessAt, lastRefusalAt, lastRefusalStatus, lastUsedAt, lastSuccess, lastRefusal };
  };

  await seedRequestLog(actor, refused.id, [
    { at: at(3), status: 403, path: "/v3/other", address: "192.0.2.9" },
  ]);
  expect(await readUse(refused.id)).toEqual({
    lastSuccessAt: null,
    lastRefusalAt: iso(3),
    lastRefusalStatus: 403,
    lastUsedAt: iso(3),
    lastSuccess: null,
    lastRefusal: { path: "/v3/other", address: "192.0.2.9" },
  });

  // One batch in any order, then an older batch of another instance, which must not overwrite either.
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
  expect(await readUse(key.id)).toEqual(expected);
  await seedRequestLog(actor, key.id, [
    { at: at(2), status: 200 },
    { at: at(3), status: 403 },
  ]);
  expect(await readUse(key.id)).toEqual(expected);
  await seedRequestLog(actor, key.id, [{ at: at(9), status: 200, path: "/v3/again" }]);
  expect(await readUse(key.id)).toMatchObject({
    lastSuccessAt: iso(9),
    lastRefusalAt: iso(8),
    lastUsedAt: iso(9),
    lastSuccess: { path: "/v3/again" },
  });

  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ sort: "used" }));
  expect(keys.map(({ id }) => id)).toEqual([key.id, refused.id]);
});
