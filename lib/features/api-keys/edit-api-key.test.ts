import { describe, expect, test } from "vitest";
import { db } from "@/db/client/client";
import { selectApiKey } from "@/db/queries/api-keys";
import type { Actor } from "@/lib/features/actor";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { editApiKey } from "./edit-api-key";

const stored = (actor: Actor, id: string) => selectApiKey(db(), actor.workspaceId, id);

describe("editApiKey", () => {
  test("changes name and permissions and records old and new values", async () => {
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

  test("saving unchanged values keeps the version, and saving over a newer version fails", async () => {
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

  test("rejects another key's name, ignoring case, and allows a change of case in its own name", async () => {
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

  test("exactly one of several concurrent saves succeeds", async () => {
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
