import { expect, test } from "vitest";
import { db, pool } from "@/db/client/client";
import { selectMember } from "@/db/queries/members";
import { selectWorkspace } from "@/db/queries/workspaces";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { formatChanges } from "@/lib/features/audit/constants";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { normalizeNames } from "./normalize-names";

/** Creates keys as the previous version stored them, each older than the next. */
async function storeKeys(actor: { workspaceId: string }, names: string[]): Promise<void> {
  for (const [n, name] of names.entries()) {
    const { key } = await makeKey(actor as Parameters<typeof makeKey>[0], { name });
    await pool().query(
      "update api_keys set created_at = now() - interval '1 day' + $2 * interval '1 hour' where id = $1",
      [key.id, n],
    );
  }
}

const keyNames = async (actor: Parameters<typeof listApiKeys>[0]) =>
  (await listApiKeys(actor, listApiKeysInput.parse({}))).keys.map(({ name }) => name).reverse();

test("gives keys whose names look the same one name and a number, oldest first, with an audit entry for each", async () => {
  const actor = await makeWorkspace();
  const long = "🚀".repeat(50);
  await storeKeys(actor, [
    "Cafe\u0301",
    "Café",
    "café\u00a0",
    "CAFÉ  (2)",
    "front desk",
    "front  desk",
    "front\u200b\u2003desk",
    "\u200b",
    "\u3164",
    long,
    `${long}\u200b`,
    "می\u200cخواهم",
  ]);
  expect(await normalizeNames()).toBe(9);
  expect(await keyNames(actor)).toEqual([
    "Café",
    "Café (3)",
    "café (4)",
    "CAFÉ (2)",
    "front desk",
    "front desk (2)",
    "front desk (3)",
    "Unnamed",
    "Unnamed (2)",
    long,
    `${long} (2)`,
    "می\u200cخواهم",
  ]);
  const { entries } = await listAudit(actor, { cursor: null });
  const renames = entries.filter(({ action }) => action === "api_key.edited");
  expect(renames).toHaveLength(9);
  const second = renames.find(({ targetName }) => targetName === "Café (3)");
  expect(second).toMatchObject({ actorKind: "system", actorName: "Agent Studio" });
  expect(formatChanges(second?.changes)).toEqual([
    "name: Café → Café (3)",
    "reason: The name of another key looks the same",
  ]);
  expect(await normalizeNames()).toBe(0);
  // Earlier entries keep the name as it was, and are found by its normal form.
  const { entries: found } = await listAudit(actor, {
    cursor: null,
    target: "Café",
    action: "api_key.created",
  });
  expect(found.map(({ targetName }) => targetName)).toContain("Cafe\u0301");
});

test("normalizes agents, members and workspaces, whose names need not be unique, in each workspace's audit log", async () => {
  const actor = await makeWorkspace();
  const other = await makeWorkspace();
  const agents = [await makeAgent(actor, { name: "Cafe\u0301" }), await makeAgent(actor, { name: "Café" })];
  const { userId } = await makeMember(actor);
  for (const { workspaceId } of [actor, other]) {
    await pool().query(
      "insert into members (workspace_id, user_id, role) values ($1, $2, 'admin') on conflict do nothing",
      [workspaceId, userId],
    );
  }
  await pool().query("update users set name = E'\\u202eAda  Tester' where id = $1", [userId]);
  await pool().query("update workspaces set name = E'\\u00a0Acme\\u00ad' where id = $1", [actor.workspaceId]);
  // Two instances start at the same time.
  const renames = await Promise.all([normalizeNames(), normalizeNames()]);
  expect(renames[0] + renames[1]).toBe(3);
  expect((await listAgents(actor)).map(({ name }) => name)).toEqual(["Café", "Café"]);
  expect(await selectMember(db(), actor.workspaceId, userId)).toMatchObject({ name: "Ada Tester" });
  expect(await selectWorkspace(db(), actor.workspaceId)).toMatchObject({ name: "Acme" });
  const audited = async (workspace: typeof actor) =>
    (await listAudit(workspace, { cursor: null })).entries.map(({ action, targetId }) => [action, targetId]);
  expect((await audited(actor)).sort()).toEqual([
    ["agent.renamed", agents[0]?.id],
    ["member.renamed", userId],
    ["workspace.renamed", actor.workspaceId],
  ]);
  expect(await audited(other)).toEqual([["member.renamed", userId]]);
});
