import { describe, expect, test } from "vitest";
import type { Access } from "@/lib/features/actor";
import { formatChanges } from "@/lib/features/audit/constants";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeAgent, makeWorkspace, memberActor, seedConversations } from "@/testing/fixtures";
import { configureAgent } from "./configure-agent";
import { createAgentInput, type ResponseMetrics } from "./contract";
import { createAgent } from "./create-agent";
import { listAgents } from "./list-agents";
import { listResponseConfigurations } from "./list-response-configurations";
import { migrateAgent } from "./migrate-agent";
import { renameAgent } from "./rename-agent";

const memberWith = (access: Access) =>
  ({ role: "member", access: { api_keys: "edit", response_configuration: access } }) as const;

test("a new agent shares no metrics and no transcript", async () => {
  const actor = await makeWorkspace();
  const agent = await createAgent(actor, { name: "Réception Nord", conversationsApi: "v3" });
  expect(agent.slug).toBe("reception-nord");
  expect(agent.id).toMatch(/^PROJECT-[0-9A-Z]{8}$/);
  const [configuration] = await listResponseConfigurations(actor);
  expect(configuration).toMatchObject({
    metrics: { mode: "chosen", names: [] },
    transcript: false,
    metricNames: ["CALL_IN_PROGRESS", "CALL_COMPLETED", "HANDOFF_REASON", "HANDOFF_TO"],
  });
  expect((await createAgent(actor, { name: "All", conversationsApi: "v3" })).slug).toMatch(/^agent-/);
  for (const slug of ["all", "none"]) {
    expect(createAgentInput.safeParse({ name: "Any", slug }).error?.issues[0]?.message, slug).toBe(
      "This word is reserved. Choose another.",
    );
  }
  await expect(createAgent(actor, { name: "Reception nord", conversationsApi: "v3" })).rejects.toMatchObject({
    code: "NAME_TAKEN",
    fields: { name: expect.any(String) },
  });
});

test("lists built-in metrics first, then those found or selected before", async () => {
  const actor = await makeWorkspace();
  const [a, b] = [await makeAgent(actor), await makeAgent(actor)];
  await seedConversations(actor, a.id, [
    {
      id: "1",
      metrics: { ZED: "1", CALL_COMPLETED: "true", ALPHA: ["1", "2"], "step 10": "1", "step 2": "1" },
    },
  ]);
  await configureAgent(actor, { id: b.id, metrics: { mode: "chosen", names: ["FORMER"] } });
  const names = new Map(
    (await listResponseConfigurations(actor)).map((c) => [c.agent.id, c.metricNames.slice(4)]),
  );
  expect(names.get(a.id)).toEqual(["ALPHA", "step 2", "step 10", "ZED"]);
  expect(names.get(b.id)).toEqual(["FORMER"]);
});

test("lists agents as people sort them", async () => {
  const actor = await makeWorkspace();
  for (const name of ["Zoo", "Ärger 10", "Łódź Straße", "arger 2"]) {
    await createAgent(actor, { name, conversationsApi: "v3" });
  }
  const agents = await listAgents(actor);
  expect(agents.map(({ slug }) => slug)).toEqual(["arger-2", "arger-10", "lodz-strasse", "zoo"]);
  const configurations = await listResponseConfigurations(actor);
  expect(configurations.map(({ agent }) => agent.id)).toEqual(agents.map(({ id }) => id));
});

describe("configureAgent", () => {
  test("keeps omitted fields and audits old and new values", async () => {
    const actor = await makeWorkspace();
    const { id } = await makeAgent(actor);
    await configureAgent(actor, { id, metrics: { mode: "chosen", names: ["B", "A", "B"] } });
    expect(await configureAgent(actor, { id, transcript: true })).toMatchObject({
      metrics: { mode: "chosen", names: ["A", "B"] },
      transcript: true,
      version: 3,
    });
    const [entry] = (await listAudit(actor, { cursor: null })).entries;
    expect(entry).toMatchObject({
      action: "agent.configured",
      changes: { transcript: { old: false, new: true } },
    });
  });

  test("keeps the selected metrics while all metrics is on, and audits those in effect", async () => {
    const actor = await makeWorkspace();
    const { id } = await makeAgent(actor);
    const set = (metrics: ResponseMetrics) => configureAgent(actor, { id, metrics });
    await set({ mode: "chosen", names: ["B", "A"] });
    // Without names, as pages of the previous version send it.
    const all = { mode: "all", names: ["A", "B"] };
    expect(await set({ mode: "all" })).toMatchObject({ metrics: all, version: 3 });
    expect((await listResponseConfigurations(actor))[0]).toMatchObject({ metrics: all });
    expect(await set({ mode: "all" })).toMatchObject({ metrics: all, version: 3 });
    expect(await set({ mode: "all", names: ["C", "A"] })).toMatchObject({
      metrics: { mode: "all", names: ["A", "C"] },
      version: 4,
    });
    await set({ mode: "chosen", names: ["A", "B"] });
    const { entries } = await listAudit(actor, { cursor: null });
    const configured = entries.filter(({ action }) => action === "agent.configured");
    expect(configured.map(({ changes }) => formatChanges(changes))).toEqual([
      ["all metrics: on → off", "metrics: A, B"],
      ["metrics when all metrics is off: A, B → A, C"],
      ["all metrics: off → on", "metrics (before): A, B"],
      ["metrics: none → A, B"],
    ]);
  });

  test("rejects a stale save, unless it changes nothing", async () => {
    const actor = await makeWorkspace();
    const { id } = await makeAgent(actor);
    await configureAgent(actor, { id, transcript: true });
    await expect(configureAgent(actor, { id, version: 1, transcript: false })).rejects.toMatchObject({
      code: "STALE_EDIT",
    });
    await expect(configureAgent(actor, { id, version: 1, transcript: true })).resolves.toMatchObject({
      version: 2,
    });
  });

  test.each([
    ["none", "NOT_FOUND"],
    ["read", "NOT_ALLOWED"],
  ] as const)("rejects a member with access %s", async (access, code) => {
    const actor = await makeWorkspace();
    const { id } = await makeAgent(actor);
    const member = memberActor(actor.workspaceId, memberWith(access));
    await expect(configureAgent(member, { id, transcript: true })).rejects.toMatchObject({ code });
    expect((await listResponseConfigurations(actor))[0]?.transcript).toBe(false);
  });
});

test("rejects a rename of an outdated name; a rename without one overwrites", async () => {
  const actor = await makeWorkspace();
  const { id, name } = await makeAgent(actor);
  await renameAgent(actor, { id, name: "Theirs", seen: name });
  const late = renameAgent(actor, { id, name: "Mine", seen: name });
  await expect(late).rejects.toMatchObject({ code: "STALE_EDIT" });
  expect(await renameAgent(actor, { id, name: "Theirs", seen: name })).toMatchObject({ name: "Theirs" });
  expect(await renameAgent(actor, { id, name: "Mine", seen: "Theirs" })).toMatchObject({ name: "Mine" });
  expect(await renameAgent(actor, { id, name: "Anyway" })).toMatchObject({ name: "Anyway" });
});

test("migrates an agent to v3 once", async () => {
  const actor = await makeWorkspace();
  const { id } = await makeAgent(actor, { conversationsApi: "v1" });
  expect((await migrateAgent(actor, { id })).conversationsApi).toBe("v3");
  await migrateAgent(actor, { id });
  const actions = (await listAudit(actor, { cursor: null })).entries.map(({ action }) => action);
  expect(actions.filter((action) => action === "agent.migrated")).toHaveLength(1);
});

test("only admins create, rename and migrate agents, and only in their workspace", async () => {
  const actor = await makeWorkspace();
  const { id, name } = await makeAgent(actor, { conversationsApi: "v1" });
  const member = memberActor(actor.workspaceId, memberWith("edit"));
  const stranger = memberActor((await makeWorkspace()).workspaceId);
  for (const [who, code] of [
    [member, "NOT_ALLOWED"],
    [stranger, "NOT_FOUND"],
  ] as const) {
    await expect(renameAgent(who, { id, name: "Taken" })).rejects.toMatchObject({ code });
    await expect(migrateAgent(who, { id })).rejects.toMatchObject({ code });
  }
  await expect(createAgent(member, { name: "New", conversationsApi: "v3" })).rejects.toMatchObject({
    code: "NOT_ALLOWED",
  });
  expect(await listAgents(actor)).toMatchObject([{ id, name, conversationsApi: "v1" }]);
  expect((await renameAgent(memberActor(actor.workspaceId), { id, name: "Renamed" })).slug).toBe(
    (await listAgents(actor))[0]?.slug,
  );
});
