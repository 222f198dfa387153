import { expect, test } from "vitest";
import { listAudit } from "@/lib/features/audit/list-audit";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, memberActor } from "@/testing/fixtures";
import { deleteApiKey } from "./delete-api-key";
import { readApiKey } from "./read-api-key";
import { rotateApiKey } from "./rotate-api-key";

const call = setupApiClient();
const soon = () => new Date(Date.now() + 60_000).toISOString();

async function setup() {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const old = await makeKey(actor, { name: "CRM", agents: [agent.id], permissions: ["conversations"] });
  const status = async (key: string) =>
    (await call(`/v3/${actor.slug}/${agent.slug}/conversations`, { key })).status;
  return { actor, agent, old, status };
}

test("a successor has the same agents and permissions, and the old key works until it is deleted", async () => {
  const { actor, old, status, agent } = await setup();
  const next = await rotateApiKey(actor, { id: old.key.id, name: "CRM 2", expiresAt: soon() });
  expect(next.key).toMatchObject({
    name: "CRM 2",
    agents: [{ id: agent.id }],
    permissions: ["conversations"],
  });
  expect(next.secret).not.toBe(old.secret);
  expect([await status(old.secret), await status(next.secret)]).toEqual([200, 200]);
  expect(await readApiKey(actor, old.key.id)).toMatchObject({
    replacedBy: { id: next.key.id, name: "CRM 2" },
  });
  expect(await readApiKey(actor, next.key.id)).toMatchObject({ replaces: { id: old.key.id, name: "CRM" } });
  const { entries } = await listAudit(actor, { cursor: null });
  expect(entries[0]).toMatchObject({ action: "api_key.rotated", targetId: old.key.id });
  expect(entries[1]).toMatchObject({
    action: "api_key.created",
    targetId: next.key.id,
    changes: { permissions: { new: ["conversations"] }, expiresAt: { new: next.key.expiresAt } },
  });
  expect(JSON.stringify(entries)).not.toContain(next.secret.slice(8, -4));

  await deleteApiKey(actor, { id: old.key.id });
  expect([await status(old.secret), await status(next.secret)]).toEqual([401, 200]);
  expect(await readApiKey(actor, next.key.id)).toMatchObject({ replaces: null });
  expect(await readApiKey(actor, old.key.id)).toEqual({
    deleted: { name: "CRM", at: expect.any(String), by: "tester" },
  });
});

test("concurrent rotations create one successor", async () => {
  const { actor, old } = await setup();
  const tries = await Promise.allSettled(
    ["A", "B", "C"].map((name) => rotateApiKey(actor, { id: old.key.id, name, expiresAt: soon() })),
  );
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  const errors = tries.filter((one) => one.status === "rejected").map(({ reason }) => reason.code);
  expect(errors).toEqual(["KEY_HAS_SUCCESSOR", "KEY_HAS_SUCCESSOR"]);
});

test("rejects users without edit access and keys of another workspace", async () => {
  const { actor, old } = await setup();
  const input = { id: old.key.id, name: "Mine now", expiresAt: soon() };
  const reader = memberActor(actor.workspaceId, {
    role: "member",
    access: { api_keys: "read", response_configuration: "none" },
  });
  await expect(rotateApiKey(reader, input)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  const stranger = memberActor((await makeWorkspace()).workspaceId);
  await expect(rotateApiKey(stranger, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(readApiKey(stranger, old.key.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(rotateApiKey(actor, { ...input, name: "crm" })).rejects.toMatchObject({ code: "NAME_TAKEN" });
});
