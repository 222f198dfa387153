import { describe, expect, test } from "vitest";
import { db } from "@/db/client/client";
import { upsertKeyUsage } from "@/db/queries/api-key-usage";
import { selectApiKey } from "@/db/queries/api-keys";
import type { Actor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeKey, makeWorkspace, memberActor } from "@/testing/fixtures";
import { deleteApiKeysInput, listApiKeysInput } from "./contract";
import { deleteApiKey } from "./delete-api-key";
import { deleteApiKeys } from "./delete-api-keys";
import { listApiKeys } from "./list-api-keys";

const stored = (actor: Actor, id: string) => selectApiKey(db(), actor.workspaceId, id);
const list = (actor: Actor) => listApiKeys(actor, listApiKeysInput.parse({}));

describe("deleteApiKey", () => {
  test("deletes a key once and records an audit entry", async () => {
    const actor = await makeWorkspace();
    const [deleted, kept] = [await makeKey(actor), await makeKey(actor)];
    await deleteApiKey(actor, { id: deleted.key.id });
    expect(await stored(actor, deleted.key.id)).toBeUndefined();
    expect(await stored(actor, kept.key.id)).toBeDefined();
    await expect(deleteApiKey(actor, { id: deleted.key.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const [entry] = (await listAudit(actor, { cursor: null })).entries;
    expect(entry).toMatchObject({ action: "api_key.deleted", targetId: deleted.key.id });
  });
});

describe("deleteApiKeys", () => {
  test("deletes keys of the workspace, records an audit entry for each, and returns their IDs", async () => {
    const ada = memberActor((await makeWorkspace()).workspaceId);
    const [first, second, kept] = [await makeKey(ada), await makeKey(ada), await makeKey(ada)];
    const foreign = await makeWorkspace();
    const { key: theirs } = await makeKey(foreign);
    await upsertKeyUsage(db(), [use(ada, first.key.id), use(ada, kept.key.id)]);

    const ids = [second.key.id, first.key.id, second.key.id, theirs.id, "key_nowhere"];
    const result = await deleteApiKeys(ada, { ids });
    expect(result.requested).toBe(4);
    expect([...result.ids].sort()).toEqual([first.key.id, second.key.id].sort());
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
    expect(await deleteApiKeys(ada, { ids })).toEqual({ ids: [], requested: 4 });
    expect((await listAudit(foreign, { cursor: null })).entries).toHaveLength(1);
  });

  test("concurrent deletions in opposite orders delete each key once", async () => {
    const actor = await makeWorkspace();
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push((await makeKey(actor)).key.id);
    const results = await Promise.all([
      deleteApiKeys(actor, { ids }),
      deleteApiKeys(actor, { ids: [...ids].reverse() }),
    ]);
    expect(results.flatMap(({ ids }) => ids).sort()).toEqual([...ids].sort());
  });

  test("usage that is written late does not restore a deleted key", async () => {
    const actor = await makeWorkspace();
    const { key } = await makeKey(actor);
    await deleteApiKeys(actor, { ids: [key.id] });
    await upsertKeyUsage(db(), [use(actor, key.id)]);
    expect(await stored(actor, key.id)).toBeUndefined();
  });

  test("accepts 1 to 500 IDs", () => {
    const ids = (count: number) => ({ ids: Array.from({ length: count }, (_, n) => `key_${n}`) });
    expect(deleteApiKeysInput.safeParse(ids(500)).success).toBe(true);
    expect(deleteApiKeysInput.safeParse(ids(501)).success).toBe(false);
    expect(deleteApiKeysInput.safeParse(ids(0)).success).toBe(false);
  });

  const use = ({ workspaceId }: Actor, keyId: string) => ({
    workspaceId,
    keyId,
    success: { at: new Date(), path: "/v3/conversations", address: "127.0.0.1", status: 200 },
    refusal: null,
  });
});
