import { describe, expect, test } from "vitest";
import { db } from "@/db/client/client";
import { selectApiKey } from "@/db/queries/api-keys";
import type { Actor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeAgent, makeKey, makeWorkspace, memberActor } from "@/testing/fixtures";
import { createApiKeyInput, listApiKeysInput, MAX_LIFETIME_MS } from "./contract";
import { createApiKey } from "./create-api-key";
import { listApiKeys } from "./list-api-keys";

const soon = () => new Date(Date.now() + 60_000).toISOString();
const stored = (actor: Actor, id: string) => selectApiKey(db(), actor.workspaceId, id);
const list = (actor: Actor) => listApiKeys(actor, listApiKeysInput.parse({}));

describe("createApiKey", () => {
  test("stores the key without its secret and records an audit entry", async () => {
    const workspace = await makeWorkspace();
    const ada = memberActor(workspace.workspaceId);
    const agent = await makeAgent(workspace);
    const expiresAt = soon();
    const input = createApiKeyInput.parse({
      name: "CRM",
      agents: { scope: "some", ids: [agent.id, agent.id] },
      permissions: ["handoff"],
      // As Python and strftime print it.
      expiresAt: expiresAt.replace("T", " ").replace("Z", "000+0000"),
    });
    const { key, secret } = await createApiKey(ada, input);
    expect(key).toMatchObject({
      name: "CRM",
      agents: [{ id: agent.id, name: agent.name }],
      permissions: ["handoff"],
      createdBy: ada.name,
      expiresAt,
      lastUsedAt: null,
    });
    const row = await stored(workspace, key.id);
    expect(row).toMatchObject({ name: "CRM", allAgents: false, permissions: ["handoff"] });
    const everything = JSON.stringify([
      row,
      await list(workspace),
      await listAudit(workspace, { cursor: null }),
    ]);
    expect(everything).not.toContain(secret.slice(8, -4));

    const { entries } = await listAudit(workspace, { cursor: null });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      action: "api_key.created",
      actorKind: "member",
      actorName: ada.name,
      targetId: key.id,
      address: "127.0.0.1",
      changes: {
        agents: { new: [`${agent.name} (${agent.id})`] },
        permissions: { new: ["handoff"] },
        expiresAt: { new: expiresAt },
      },
    });
  });

  test("rejects a name that the workspace uses, ignoring case and in a race", async () => {
    const actor = await makeWorkspace();
    const tries = await Promise.allSettled(
      ["Écho", "écho", "ÉCHO", "Écho"].map((name) => makeKey(actor, { name })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(makeKey(actor, { name: "écHO" })).rejects.toMatchObject({
      code: "NAME_TAKEN",
      fields: { name: expect.any(String) },
    });
    for (const typed of ["E\u0301cho", "\u00a0écho\u200b ", "É\u00adcho"]) {
      const name = createApiKeyInput.shape.name.parse(typed);
      await expect(makeKey(actor, { name }), typed).rejects.toMatchObject({ code: "NAME_TAKEN" });
    }
    expect((await list(actor)).keys).toHaveLength(1);
    await expect(makeKey(await makeWorkspace(), { name: "Écho" })).resolves.toBeDefined();
  });

  test("rejects agents that are on v1, unknown, or in another workspace", async () => {
    const actor = await makeWorkspace();
    const old = await makeAgent(actor, { conversationsApi: "v1" });
    const foreign = await makeAgent(await makeWorkspace());
    await expect(makeKey(actor, { agents: [old.id] })).rejects.toMatchObject({ code: "AGENT_ON_V1" });
    await expect(makeKey(actor, { agents: [foreign.id] })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(makeKey(actor, { agents: ["PROJECT-NOWHERE0"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await list(actor)).keys).toEqual([]);
    expect((await listAudit(actor, { cursor: null })).entries).toEqual([]);
  });

  test.each([
    ["an empty name", { name: "  " }, "name"],
    ["a name of 101 characters", { name: "x".repeat(101) }, "name"],
    ["a name that cannot be seen", { name: "\u200b" }, "name"],
    ["a name with a control character", { name: "a\u0000b" }, "name"],
    ["no permission", { permissions: [] }, "permissions"],
    ["an unknown permission", { permissions: ["everything"] }, "permissions"],
    ["an empty list of agents", { agents: { scope: "some", ids: [] } }, "agents"],
    ["an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [
      "an expiry beyond 100 years",
      { expiresAt: new Date(Date.now() + MAX_LIFETIME_MS + 60_000).toISOString() },
      "expiresAt",
    ],
    ["an expiry that is not a valid time", { expiresAt: "2090-02-30T00:00:00Z" }, "expiresAt"],
  ])("rejects %s", (_, wrong, field) => {
    const good = { name: "Good", agents: { scope: "all" }, permissions: ["handoff"], expiresAt: soon() };
    expect(createApiKeyInput.safeParse(good).success).toBe(true);
    const parsed = createApiKeyInput.safeParse({ ...good, ...wrong });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});
