import { expect, onTestFinished, test } from "vitest";
import { pool } from "@/db/client/client";
import { storeEvent } from "@/db/queries/external-events";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { listAudit } from "@/lib/features/audit/list-audit";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { startConversationInput } from "@/lib/features/runtime/contract";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { endConversation } from "@/lib/features/runtime/end-conversation";
import { issueEventId } from "@/lib/features/runtime/issue-event-id";
import { patchState } from "@/lib/features/runtime/patch-state";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeWorkspace, seedConversations } from "@/testing/fixtures";
import { configureAgent } from "./configure-agent";
import { createAgent } from "./create-agent";
import { deleteAgent } from "./delete-agent";
import { listAgents } from "./list-agents";
import { listResponseConfigurations } from "./list-response-configurations";
import { migrateAgent } from "./migrate-agent";
import { previewAgentDeletion } from "./preview-agent-deletion";
import { agentPurger } from "./purge-deleted-agents";
import { renameAgent } from "./rename-agent";

const call = setupApiClient();
const countRows = async (table: string, agentId: string): Promise<number> => {
  const column = table === "agents" ? "id" : "agent_id";
  const { rows } = await pool().query(`select count(*)::int as count from ${table} where ${column} = $1`, [
    agentId,
  ]);
  return rows[0].count;
};
const importLines = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `CA-${n}`, metrics: { TOPIC: "x" } }));

test("lists the first keys of an agent by name and counts the others", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await pool().query(
    `with made as (
       insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
         created_by_name, expires_at)
       select $1, 'key_' || n, 'Key ' || to_char(n, 'FM0000'), sha256(($1 || n)::bytea), 'aaaa', 'bbbb', false,
         '{handoff}', 'Ada', now() + interval '1 day'
       from generate_series(1, 1200) n returning id
     )
     insert into api_key_agents (workspace_id, key_id, agent_id) select $1, id, $2 from made`,
    [actor.workspaceId, agent.id],
  );
  const preview = await previewAgentDeletion(actor, { id: agent.id });
  expect([preview.keys.length, preview.keys.at(-1)?.name, preview.moreKeys]).toEqual([200, "Key 0200", 1000]);
  await deleteAgent(actor, { id: agent.id });
  await agentPurger().idle();
  const [entry] = (await listAudit(actor, { cursor: null, action: "agent.deleted" })).entries;
  const named = entry?.changes.keys?.old;
  expect(Array.isArray(named) && [named.length, named.at(-1)]).toEqual([201, "and 1000 more"]);
});

test("a deleted agent is not found anywhere, and other agents keep their data", async () => {
  const actor = await makeWorkspace();
  const [deleted, kept] = [await makeAgent(actor), await makeAgent(actor)];
  await seedConversations(actor, deleted.id, importLines(3));
  await seedConversations(actor, kept.id, importLines(2));
  const { token } = await createRuntimeToken(actor, deleted.id);
  const all = await makeKey(actor, { name: "All" });
  const both = await makeKey(actor, { name: "Both", agents: [deleted.id, kept.id] });
  const only = await makeKey(actor, { name: "Only", agents: [deleted.id] });
  expect(await previewAgentDeletion(actor, { id: deleted.id })).toEqual({
    conversations: 3,
    keys: [
      { id: both.key.id, name: "Both", last: false },
      { id: only.key.id, name: "Only", last: true },
    ],
    moreKeys: 0,
  });

  // A row lock keeps the purge from finishing: what follows depends on the soft delete alone.
  const blocker = await pool().connect();
  await blocker.query("begin");
  await blocker.query("select from conversations where agent_id = $1 limit 1 for update", [deleted.id]);
  onTestFinished(async () => {
    await blocker.query("rollback");
    blocker.release();
    await agentPurger().idle();
    expect(await countRows("agents", deleted.id)).toBe(0);
  });
  await deleteAgent(actor, { id: deleted.id });
  expect(await countRows("agents", deleted.id)).toBe(1);

  expect((await listAgents(actor)).map(({ id }) => id)).toEqual([kept.id]);
  expect((await listResponseConfigurations(actor)).map(({ agent }) => agent.id)).toEqual([kept.id]);
  const notFound = { code: "NOT_FOUND" };
  await expect(renameAgent(actor, { id: deleted.id, name: "Back" })).rejects.toMatchObject(notFound);
  await expect(migrateAgent(actor, { id: deleted.id })).rejects.toMatchObject(notFound);
  await expect(configureAgent(actor, { id: deleted.id, transcript: true })).rejects.toMatchObject(notFound);
  await expect(deleteAgent(actor, { id: deleted.id })).rejects.toMatchObject(notFound);
  await expect(previewAgentDeletion(actor, { id: deleted.id })).rejects.toMatchObject(notFound);
  await expect(makeKey(actor, { agents: [deleted.id] })).rejects.toMatchObject(notFound);
  await expect(createRuntimeToken(actor, deleted.id)).rejects.toThrow("This agent no longer exists.");
  await expect(importConversations(actor, deleted.id, [])).rejects.toMatchObject({
    code: "PROJECT_NOT_FOUND",
  });

  const pathOf = (agent: { slug: string }) => `/v3/${actor.slug}/${agent.slug}/conversations`;
  for (const { secret } of [all, both, only]) {
    expect((await call(pathOf(deleted), { key: secret })).status).toBe(404);
    expect((await call(`/v3/${actor.slug}/${deleted.id}/conversations`, { key: secret })).status).toBe(404);
  }
  for (const [{ secret }, served] of [
    [all, 2],
    [both, 2],
    [only, 0],
  ] as const) {
    const { conversations } = await (await call("/v3/conversations", { key: secret })).json();
    expect(conversations).toHaveLength(served);
  }
  expect((await call(pathOf(kept), { key: only.secret })).status).toBe(403);
  const started = await call("/runtime/v1/conversations", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ environment: "live", channel: "CHAT" }),
  });
  expect(started.status).toBe(401);

  const { keys } = await listApiKeys(actor, listApiKeysInput.parse({ sort: "name" }));
  expect(keys.map(({ name, agents }) => [name, agents?.map(({ id }) => id) ?? null])).toEqual([
    ["All", null],
    ["Both", [kept.id]],
    ["Only", []],
  ]);
  // Not even keys for all agents: the agent does not exist.
  const covering = async (agent: string) =>
    (await listApiKeys(actor, listApiKeysInput.parse({ agent }))).keys.map(({ name }) => name).toSorted();
  expect(await covering(deleted.id)).toEqual([]);
  expect(await covering(kept.id)).toEqual(["All", "Both"]);
  const [entry] = (await listAudit(actor, { cursor: null })).entries;
  expect(entry).toMatchObject({
    action: "agent.deleted",
    targetName: deleted.name,
    changes: { slug: { old: deleted.slug }, keys: { old: ["Both", "Only"] } },
  });
  // The slug is free at once, before the purge.
  await expect(
    createAgent(actor, { name: "Next", slug: deleted.slug, conversationsApi: "v3" }),
  ).resolves.toBeDefined();
});

test("purges all rows in the background, in several batches", async () => {
  const actor = await makeWorkspace();
  const [deleted, kept] = [await makeAgent(actor), await makeAgent(actor)];
  await seedConversations(actor, deleted.id, importLines(1203));
  await seedConversations(actor, kept.id, importLines(3));
  await deleteAgent(actor, { id: deleted.id });
  await agentPurger().idle();
  for (const table of ["agents", "conversations", "agent_metrics"])
    expect(await countRows(table, deleted.id), table).toBe(0);
  expect(await countRows("conversations", kept.id)).toBe(3);
});

test("purges what an interrupted purge left, at the next start", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  await seedConversations(actor, agent.id, importLines(3));
  await pool().query("update agents set deleted_at = now() where id = $1", [agent.id]);
  agentPurger().schedule();
  await agentPurger().idle();
  expect(await countRows("agents", agent.id)).toBe(0);
  expect(await countRows("conversations", agent.id)).toBe(0);
});

test("an import fails when its agent is deleted while it runs", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const line = (id: string) =>
    JSON.stringify({
      id,
      environment: "live",
      started_at: "2026-09-01T10:00:00.000Z",
      channel: "CHAT",
      in_progress: false,
    });
  async function* lines() {
    for (let n = 0; n < 200; n++) yield line(`CA-${n}`);
    await deleteAgent(actor, { id: agent.id });
    yield line("CA-late");
  }
  await expect(importConversations(actor, agent.id, lines())).rejects.toMatchObject({
    code: "PROJECT_NOT_FOUND",
  });
});

test("a request that was authenticated before its agent was deleted writes nothing", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor);
  const runtime = { kind: "runtime" as const, workspaceId: actor.workspaceId, agentId: agent.id };
  const start = startConversationInput.parse({ id: "CA-1", environment: "live", channel: "CHAT" });
  await startConversation(runtime, start);
  const { event_id: eventId } = await issueEventId(runtime, "CA-1", { send_to_llm: true });
  // Without the purge, which would delete the conversation.
  await pool().query("update agents set deleted_at = now() where id = $1", [agent.id]);
  const event = { eventId, contentType: "text/plain", body: Buffer.from("{}"), bodyHash: Buffer.alloc(32) };
  expect(await storeEvent(actor.workspaceId, agent.id, event)).toBeUndefined();
  await expect(startConversation(runtime, { ...start, id: "CA-2" })).rejects.toThrow("runtime token");
  await expect(startConversation(runtime, start)).rejects.toThrow("runtime token");
  await expect(patchState(runtime, "CA-1", '{"a":1}')).rejects.toThrow("No such conversation");
  await expect(endConversation(runtime, "CA-1", {})).rejects.toThrow("No such conversation");
});
