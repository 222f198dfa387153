import { describe, expect, test } from "vitest";
import type { Access, Actor } from "@/lib/features/actor";
import { makeKey, makeWorkspace, memberActor } from "@/testing/fixtures";
import { listApiKeysInput } from "./contract";
import { deleteApiKey } from "./delete-api-key";
import { deleteApiKeys } from "./delete-api-keys";
import { editApiKey } from "./edit-api-key";
import { listApiKeys } from "./list-api-keys";
import { readApiKey } from "./read-api-key";

const list = (actor: Actor) => listApiKeys(actor, listApiKeysInput.parse({}));

describe("readApiKey", () => {
  test("returns the current state of a key to users with access", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor);
    await editApiKey(actor, { id: key.id, version: 1, name: "Theirs", permissions: ["handoff"] });
    expect(await readApiKey(actor, key.id)).toMatchObject({ key: { name: "Theirs", version: 2 } });
    for (const stranger of [await makeWorkspace(), memberActor(actor.workspaceId, { role: "member" })])
      await expect(readApiKey(stranger, key.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("access to keys", () => {
  const memberWith = (access: Access) => ({
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
  ] as const)("a member with access %s cannot change keys and gets %s", async (access, code) => {
    const owner = await makeWorkspace();
    const { key } = await makeKey(owner, { name: "Untouched" });
    const member = memberActor(owner.workspaceId, memberWith(access));
    for (const verb of Object.values(attempt(member, key.id)))
      await expect(verb()).rejects.toMatchObject({ code });
    if (access === "none") await expect(list(member)).rejects.toMatchObject({ code });
    else expect((await list(member)).keys).toHaveLength(1);
    expect((await list(owner)).keys.map(({ name }) => name)).toEqual(["Untouched"]);
  });

  test.each([
    ["edit", memberWith("edit")],
    ["admin", { role: "admin" as const }],
  ])("a member with %s can change keys", async (_, who) => {
    const owner = await makeWorkspace();
    const { key } = await makeKey(owner);
    const verbs = attempt(memberActor(owner.workspaceId, who), key.id);
    for (const verb of [verbs.create, verbs.edit, verbs.deleteMany])
      await expect(verb()).resolves.toBeDefined();
  });

  test("an admin of another workspace finds no keys", async () => {
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
