import { describe, expect, test } from "vitest";
import { reader } from "@/db/client";
import { upsertKeyUses } from "@/db/queries/api-key-usage";
import { selectApiKey } from "@/db/queries/api-keys";
import type { Access, Actor } from "../actor";
import { listAudit } from "../audit/list-audit";
import { makeAgent, makeKey, makeWorkspace, memberActor } from "../testing/fixtures";
import { createApiKeyInput, deleteApiKeysInput, LONGEST_LIFE_MS, listApiKeysInput } from "./contract";
import { createApiKey } from "./create-api-key";
import { deleteApiKey } from "./delete-api-key";
import { deleteApiKeys } from "./delete-api-keys";
import { editApiKey } from "./edit-api-key";
import { listApiKeys } from "./list-api-keys";
import { readApiKey } from "./read-api-key";

const soon = () => new Date(Date.now() + 60_000).toISOString();
const stored = (actor: Actor, id: string) => selectApiKey(reader(), actor.workspaceId, id);
const list = (actor: Actor) => listApiKeys(actor, listApiKeysInput.parse({}));

describe("createApiKey", () => {
  test("stores the key without its secret, and says in the audit who made it", async () => {
    const workspace = await makeWorkspace();
    const ada = memberActor(workspace.workspaceId);
    const agent = await makeAgent(workspace);
    const expiresAt = soon();
    const { key, secret } = await createApiKey(ada, {
      name: "CRM",
      agents: { scope: "some", ids: [agent.id, agent.id] },
      permissions: ["handoff"],
      expiresAt,
    });
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

  test("refuses a name that the workspace has, case ignored, however many try at once", async () => {
    const actor = await makeWorkspace();
    const tries = await Promise.allSettled(
      ["Écho", "écho", "ÉCHO", "Écho"].map((name) => makeKey(actor, { name })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(makeKey(actor, { name: "écHO" })).rejects.toMatchObject({
      code: "NAME_TAKEN",
      fields: { name: expect.any(String) },
    });
    expect((await list(actor)).keys).toHaveLength(1);
    await expect(makeKey(await makeWorkspace(), { name: "Écho" })).resolves.toBeDefined();
  });

  test("refuses agents that are on v1, unknown, or another workspace's", async () => {
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
    ["a name with a control character", { name: "a\u0000b" }, "name"],
    ["no permission", { permissions: [] }, "permissions"],
    ["an unknown permission", { permissions: ["everything"] }, "permissions"],
    ["an empty list of agents", { agents: { scope: "some", ids: [] } }, "agents"],
    ["an expiry in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [
      "an expiry beyond 100 years",
      { expiresAt: new Date(Date.now() + LONGEST_LIFE_MS + 60_000).toISOString() },
      "expiresAt",
    ],
    ["an expiry that is no instant", { expiresAt: "2090-02-30T00:00:00Z" }, "expiresAt"],
  ])("its input refuses %s", (_, wrong, field) => {
    const good = { name: "Good", agents: { scope: "all" }, permissions: ["handoff"], expiresAt: soon() };
    expect(createApiKeyInput.safeParse(good).success).toBe(true);
    const parsed = createApiKeyInput.safeParse({ ...good, ...wrong });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toEqual([field]);
  });
});

describe("editApiKey", () => {
  test("changes name and permissions and says old and new in the audit", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor, { name: "Old", permissions: ["handoff"] });
    const edit = {
      id: key.id,
      version: 1,
      name: "New",
      permissions: ["handoff" as const, "conversations" as const],
    };
    expect(await editApiKey(actor, edit)).toMatchObject({ name: "New", version: 2 });
    const [entry] = (await listAudit(actor, { cursor: null })).entries;
    expect(entry).toMatchObject({
      action: "api_key.edited",
      changes: { name: { old: "Old", new: "New" }, permissions: { old: ["handoff"], new: edit.permissions } },
    });
  });

  test("saving what is there is no edit, and a save over a newer one is told", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor, { name: "Same", permissions: ["handoff"] });
    expect(
      (await editApiKey(actor, { id: key.id, version: 1, name: "Same", permissions: ["handoff"] })).version,
    ).toBe(1);
    await editApiKey(actor, { id: key.id, version: 1, name: "Theirs", permissions: ["handoff"] });
    await expect(
      editApiKey(actor, { id: key.id, version: 1, name: "Mine", permissions: ["handoff"] }),
    ).rejects.toMatchObject({ code: "STALE_EDIT" });
    expect((await stored(actor, key.id))?.name).toBe("Theirs");
  });

  test("refuses the name of another key, case ignored, and takes its own in other letters", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor, { name: "Mine", permissions: ["handoff"] });
    await makeKey(actor, { name: "Theirs" });
    const save = (name: string) =>
      editApiKey(actor, { id: key.id, version: 1, name, permissions: ["handoff"] });
    await expect(save("theirs")).rejects.toMatchObject({
      code: "NAME_TAKEN",
      fields: { name: expect.any(String) },
    });
    expect((await stored(actor, key.id))?.name).toBe("Mine");
    expect((await save("MINE")).name).toBe("MINE");
  });

  test("of many saves at once exactly one wins", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor);
    const saves = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        editApiKey(actor, { id: key.id, version: 1, name: `Save ${n}`, permissions: ["handoff"] }),
      ),
    );
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await stored(actor, key.id))?.version).toBe(2);
  });
});

describe("deleteApiKey", () => {
  test("takes the key away, once, and leaves an audit entry", async () => {
    const actor = await makeWorkspace();
    const [gone, kept] = [await makeKey(actor), await makeKey(actor)];
    await deleteApiKey(actor, { id: gone.key.id });
    expect(await stored(actor, gone.key.id)).toBeUndefined();
    expect(await stored(actor, kept.key.id)).toBeDefined();
    await expect(deleteApiKey(actor, { id: gone.key.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const [entry] = (await listAudit(actor, { cursor: null })).entries;
    expect(entry).toMatchObject({ action: "api_key.deleted", targetId: gone.key.id });
  });
});

describe("deleteApiKeys", () => {
  test("takes the given keys of the workspace away, each with its audit entry, and says which", async () => {
    const ada = memberActor((await makeWorkspace()).workspaceId);
    const [first, second, kept] = [await makeKey(ada), await makeKey(ada), await makeKey(ada)];
    const foreign = await makeWorkspace();
    const { key: theirs } = await makeKey(foreign);
    await upsertKeyUses(reader(), [use(ada, first.key.id), use(ada, kept.key.id)]);

    const ids = [second.key.id, first.key.id, second.key.id, theirs.id, "key_nowhere"];
    const answer = await deleteApiKeys(ada, { ids });
    expect(answer.asked).toBe(4);
    expect([...answer.ids].sort()).toEqual([first.key.id, second.key.id].sort());
    expect((await list(ada)).keys.map(({ id }) => id)).toEqual([kept.key.id]);
    expect(await stored(foreign, theirs.id)).toBeDefined();

    const { entries } = await listAudit(ada, { cursor: null });
    const deletions = entries.filter(({ action }) => action === "api_key.deleted");
    expect(deletions.map(({ targetId }) => targetId).sort()).toEqual([first.key.id, second.key.id].sort());
    expect(deletions[0]).toMatchObject({ actorKind: "member", actorName: ada.name, address: "127.0.0.1" });
    expect(deletions.find(({ targetId }) => targetId === first.key.id)).toMatchObject({
      targetName: first.key.name,
      changes: { permissions: { old: first.key.permissions }, expiresAt: { old: first.key.expiresAt } },
    });
    expect(await deleteApiKeys(ada, { ids })).toEqual({ ids: [], asked: 4 });
    expect((await listAudit(foreign, { cursor: null })).entries).toHaveLength(1);
  });

  test("two deletions that overlap, in opposite orders, end each key once", async () => {
    const actor = await makeWorkspace();
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push((await makeKey(actor)).key.id);
    const answers = await Promise.all([
      deleteApiKeys(actor, { ids }),
      deleteApiKeys(actor, { ids: [...ids].reverse() }),
    ]);
    expect(answers.flatMap((answer) => answer.ids).sort()).toEqual([...ids].sort());
  });

  test("a use that is written late does not bring a deleted key's back", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor);
    await deleteApiKeys(actor, { ids: [key.id] });
    await upsertKeyUses(reader(), [use(actor, key.id)]);
    expect(await stored(actor, key.id)).toBeUndefined();
  });

  test("its input takes 500 ids and no more, and none is no deletion", () => {
    const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, n) => `key_${n}`) });
    expect(deleteApiKeysInput.safeParse(ids(500)).success).toBe(true);
    expect(deleteApiKeysInput.safeParse(ids(501)).success).toBe(false);
    expect(deleteApiKeysInput.safeParse(ids(0)).success).toBe(false);
  });

  const use = ({ workspaceId }: Actor, keyId: string) => ({
    workspaceId,
    keyId,
    at: new Date(),
    path: "/v3/conversations",
    address: "127.0.0.1",
  });
});

describe("readApiKey", () => {
  test("tells one key as it is now, to those who may know of it", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor);
    await editApiKey(actor, { id: key.id, version: 1, name: "Theirs", permissions: ["handoff"] });
    expect(await readApiKey(actor, key.id)).toMatchObject({ key: { name: "Theirs", version: 2 } });
    for (const stranger of [await makeWorkspace(), memberActor(actor.workspaceId, { role: "member" })])
      await expect(readApiKey(stranger, key.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("who may do what", () => {
  const rights = (access: Access) => ({
    role: "member" as const,
    access: { api_keys: access, response_configuration: "edit" as const },
  });
  const attempt = (actor: Actor, id: string) => ({
    create: () => makeKey(actor),
    edit: () => editApiKey(actor, { id, version: 1, name: "Taken over", permissions: ["handoff"] }),
    deleteMany: () => deleteApiKeys(actor, { ids: [id] }),
    delete: () => deleteApiKey(actor, { id }),
  });

  test.each([
    ["none", "NOT_FOUND"],
    ["read", "NOT_ALLOWED"],
  ] as const)("a member with %s changes nothing and is told %s", async (access, code) => {
    const owner = await makeWorkspace();
    const { key } = await makeKey(owner, { name: "Untouched" });
    const member = memberActor(owner.workspaceId, rights(access));
    for (const verb of Object.values(attempt(member, key.id)))
      await expect(verb()).rejects.toMatchObject({ code });
    if (access === "none") await expect(list(member)).rejects.toMatchObject({ code });
    else expect((await list(member)).keys).toHaveLength(1);
    expect((await list(owner)).keys.map(({ name }) => name)).toEqual(["Untouched"]);
  });

  test.each([
    ["edit", rights("edit")],
    ["admin", { role: "admin" as const }],
  ])("%s may do everything", async (_, who) => {
    const owner = await makeWorkspace();
    const { key } = await makeKey(owner);
    const verbs = attempt(memberActor(owner.workspaceId, who), key.id);
    for (const verb of [verbs.create, verbs.edit, verbs.deleteMany])
      await expect(verb()).resolves.toBeDefined();
  });

  test("an admin of another workspace finds nothing", async () => {
    const owner = await makeWorkspace();
    const { key } = await makeKey(owner, { name: "Untouched" });
    const stranger = memberActor((await makeWorkspace()).workspaceId);
    const verbs = attempt(stranger, key.id);
    for (const verb of [verbs.edit, verbs.delete])
      await expect(verb()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await verbs.deleteMany()).toMatchObject({ ids: [] });
    expect((await list(stranger)).keys).toEqual([]);
    expect((await list(owner)).keys.map(({ name }) => name)).toEqual(["Untouched"]);
  });
});
