import { expect, test } from "vitest";
import { transaction } from "@/db/client";
import { serveApi } from "../api/test-server";
import { readApiKey } from "../api-keys/read-api-key";
import { makeAgent, makeKey, makeWorkspace } from "../testing/fixtures";

const call = serveApi();

/** All that tells of requests, the mirror in the keys themselves included. */
const WRITTEN = "api_requests, api_request_counts, api_key_addresses, api_key_usage, api_keys";

async function scene() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const { key, secret } = await makeKey(actor);
  const ask = () => call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key: secret });
  const lastUse = async () => {
    const story = await readApiKey(actor, key.id);
    if (!("key" in story)) throw new Error("The key is gone.");
    return { at: story.key.lastUsedAt, from: story.lastUse };
  };
  return { ask, lastUse };
}

test("no request waits for a write: keys are served while nothing about their use can be written", async () => {
  const { ask, lastUse } = await scene();
  await transaction(async (tx) => {
    await tx.execute(`lock table ${WRITTEN} in exclusive mode`);
    for (let n = 0; n < 30; n++) expect((await ask()).status).toBe(200);
    expect((await lastUse()).at).toBeNull();
  });
  await expect.poll(async () => (await lastUse()).at).not.toBeNull();
});

test("the last use of a key is told by itself, and is the time of its last request", async () => {
  const { ask, lastUse } = await scene();
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
