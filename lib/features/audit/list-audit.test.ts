import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { startOfDay } from "@/lib/core/calendar";
import { encodeCursor } from "@/lib/core/cursor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { makeAgent, makeKey, makeMember, makeWorkspace, memberActor } from "@/testing/fixtures";
import { auditFilters, exportAuditInput, listAuditInput } from "./contract";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";
import { listAuditUsers } from "./list-audit-users";

type AuditQuery = Parameters<typeof listAudit>[1];

async function setup() {
  const workspace = await makeWorkspace();
  const ada = await makeMember(workspace, { role: "admin" });
  const agent = await makeAgent(workspace, { name: "100% Reception" });
  await makeKey(ada, { name: "CRM_sync" });
  await makeKey(workspace, { name: "CRMxsync" });
  await renameAgent(ada, { id: agent.id, name: "100% Desk" });
  await configureAgent(workspace, { id: agent.id, transcript: true });
  const find = async (query: Partial<AuditQuery>) =>
    (await listAudit(workspace, { cursor: null, ...query })).entries
      .map(({ action, targetName }) => `${action} ${targetName}`)
      .sort();
  return { workspace, ada, agent, find };
}

test("filters by user, action, target and days, alone and combined", async () => {
  const { ada, agent, find } = await setup();
  const keys = ["api_key.created CRM_sync", "api_key.created CRMxsync"];
  expect(await find({ person: ada.userId })).toEqual(["agent.renamed 100% Desk", keys[0]]);
  expect(await find({ person: "operator" })).toEqual(["agent.configured 100% Desk", keys[1]]);
  expect(await find({ person: "runtime" })).toEqual([]);
  expect(await find({ action: "api_key.created" })).toEqual(keys);
  expect(await find({ target: "crm_" })).toEqual([keys[0]]);
  expect(await find({ target: "0%" })).toHaveLength(2);
  expect(await find({ target: agent.id, person: ada.userId })).toEqual(["agent.renamed 100% Desk"]);

  await pool().query(
    "update audit_entries set created_at = '2026-03-29T22:59:59.999Z' where target_name = 'CRM_sync'",
  );
  await pool().query(
    "update audit_entries set created_at = '2026-03-29T23:00:00Z' where target_name = 'CRMxsync'",
  );
  // In London, the day on which daylight saving time starts ends at 23:00 UTC.
  const zone = "Europe/London";
  expect(await find({ from: "2026-03-29", to: "2026-03-29", zone })).toEqual([keys[0]]);
  expect(await find({ from: "2026-03-30", to: "2026-03-30", zone })).toEqual([keys[1]]);
  expect(await find({ to: "2026-03-29" })).toEqual(keys);
});

test("finds names in every script, also of entries that an older version wrote", async () => {
  const { workspace, agent, find } = await setup();
  await renameAgent(workspace, { id: agent.id, name: "Æther IŞIK किताब" });
  for (const target of ["aether", "ışık", "किताब"]) expect(await find({ target }), target).toHaveLength(1);
  expect(await find({ target: "कुतब" })).toEqual([]);
  expect(await find({ person: "TESTER", target: "aether" })).toHaveLength(1);
  expect(await find({ person: "aether" })).toEqual([]);
  await pool().query("update audit_entries set folded_names = '' where target_name like 'Æther%'");
  expect(await find({ person: "TESTER", target: "æTHER" })).toHaveLength(1);
});

test("pages list every matching entry once, and an export has the same entries", async () => {
  const { workspace, ada, agent } = await setup();
  for (let n = 0; n < 120; n++)
    await renameAgent(n % 2 ? ada : workspace, { id: agent.id, name: `Name ${n}` });
  const filters = { person: ada.userId, action: "agent.renamed" } as const;
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(workspace, { ...filters, cursor });
    seen.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toHaveLength(61);
  expect(new Set(seen).size).toBe(61);
  const exported: number[] = [];
  for await (const page of exportAudit(workspace, filters)) exported.push(...page.map(({ id }) => id));
  expect(exported).toEqual(seen);
});

test("exports thousands of entries page by page", async () => {
  const workspace = await makeWorkspace();
  await pool().query(
    `insert into audit_entries (workspace_id, actor_kind, actor_name, action, target_kind, target_id, target_name, changes)
     select $1, 'system', 'x', 'agent.renamed', 'agent', 'a', n::text, '{}' from generate_series(1, 1700) n`,
    [workspace.workspaceId],
  );
  const sizes: number[] = [];
  for await (const page of exportAudit(workspace, {})) sizes.push(page.length);
  expect(sizes).toEqual([500, 500, 500, 200]);
});

test("lists every user with entries once, by name", async () => {
  const { workspace, ada } = await setup();
  const bob = await makeMember(workspace, { role: "admin" });
  await makeKey(bob);
  await makeKey(bob);
  const users = await listAuditUsers(workspace);
  expect(users?.map(({ id }) => id).sort()).toEqual([ada.userId, bob.userId].sort());
  expect(users?.find(({ id }) => id === bob.userId)?.name).toBe(bob.name);
  expect(await listAuditUsers(await makeWorkspace())).toEqual([]);
});

test("lists no users above 200, and finds entries by part of a name", async () => {
  const workspace = await makeWorkspace();
  const insert = (from: number, to: number) =>
    pool().query(
      `insert into audit_entries (workspace_id, actor_kind, actor_id, actor_name, action, target_kind, target_id,
         target_name, changes)
       select $1, 'member', 'user_' || n, 'Person ' || n || '%', 'agent.renamed', 'agent', 'a', 'x', '{}'
       from generate_series($2::int, $3::int) n, generate_series(1, 3)`,
      [workspace.workspaceId, from, to],
    );
  await insert(1, 200);
  expect(await listAuditUsers(workspace)).toHaveLength(200);
  await insert(201, 300);
  expect(await listAuditUsers(workspace)).toBeNull();
  const found = async (person: string) =>
    (await listAudit(workspace, { cursor: null, person })).entries.length;
  expect(await found("PERSON 299%")).toBe(3);
  expect(await found("person 29_")).toBe(0);
  expect(await found("user_299")).toBe(3);
  // A part of a name may be a keyword of the other filter, or look like an ID.
  await pool().query("update audit_entries set actor_name = 'The operator user_x' where actor_id = 'user_1'");
  const named = async (name: string) =>
    (await listAudit(workspace, { cursor: null, name })).entries.map(({ actorName }) => actorName);
  for (const name of ["operator", "user_x"])
    expect(new Set(await named(name))).toEqual(new Set(["The operator user_x"]));
});

test("hides entries about configurations from members without access to them", async () => {
  const { workspace } = await setup();
  const member = memberActor(workspace.workspaceId, {
    role: "member",
    access: { api_keys: "read", response_configuration: "none" },
  });
  const { entries } = await listAudit(member, { cursor: null });
  expect(entries).toHaveLength(3);
  expect(entries.map(({ action }) => action)).not.toContain("agent.configured");
  const { entries: filtered } = await listAudit(member, { cursor: null, action: "agent.configured" });
  expect(filtered).toEqual([]);
  for await (const page of exportAudit(member, {})) expect(page).toHaveLength(3);
});

test("ignores invalid filters in a page's URL", () => {
  const wrong = { action: "nothing", from: "2026-02-30", to: "soon", target: ["a"], person: "x".repeat(101) };
  expect(auditFilters.parse(wrong)).toEqual({
    person: "",
    name: "",
    action: "",
    target: "",
    from: "",
    to: "",
  });
});

test.each([
  ["to", "9999-12-31"],
  ["from", "0001-01-01"],
  ["from", "0050-01-01"],
  ["from", "1969-12-31"],
  ["to", "2026-02-30"],
  ["from", "soon"],
])("rejects %s=%s in a request, and ignores it in a page's URL", (name, day) => {
  for (const input of [listAuditInput, exportAuditInput]) {
    expect(input.safeParse({ [name]: day }).error?.issues).toMatchObject([
      { path: [name], message: expect.stringContaining("from 1970-01-01 to 9998-12-31") },
    ]);
  }
  expect(auditFilters.parse({ [name]: day })).toMatchObject({ from: "", to: "" });
});

test.each([
  ["person", "x".repeat(101)],
  ["target", "a\u0000b"],
  ["target", "\ud800"],
])("rejects an invalid %s in a request: %j", (name, value) => {
  for (const input of [listAuditInput, exportAuditInput]) {
    expect(input.safeParse({ [name]: value }).error?.issues).toMatchObject([{ path: [name] }]);
    expect(input.parse({ [name]: ` ${"x".repeat(100)} ` })).toMatchObject({ [name]: "x".repeat(100) });
    expect(input.parse({ [name]: " " })).toMatchObject({ person: "", target: "" });
  }
});

test("rejects unknown parameters of an export", () => {
  expect(exportAuditInput.safeParse({ user: "ada" }).error?.issues).toMatchObject([{ keys: ["user"] }]);
});

test.each(["1970-01-01", "2000-02-29", "9998-12-31"])("accepts the day %s in any time zone", async (day) => {
  const { workspace } = await setup();
  for (const zone of ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"]) {
    const input = { ...listAuditInput.parse({ from: day, to: day }), zone };
    expect((await listAudit(workspace, input)).entries).toEqual([]);
  }
});

test.each([
  ["not JSON", "x"],
  ["another list's", encodeCursor({ of: "", value: "", id: "" })],
  ["the year 0", encodeCursor({ at: "0000-01-01T00:00:00Z", id: 1 })],
  ["a year before every entry", encodeCursor({ at: "0001-01-01T00:00:00Z", id: 1 })],
  ["an invalid entry ID", encodeCursor({ at: "2026-01-01T00:00:00Z", id: 1.5 })],
])("rejects a cursor: %s", async (_, cursor) => {
  const { workspace } = await setup();
  await expect(listAudit(workspace, { cursor })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    fields: { cursor: expect.any(String) },
  });
});

test.each([
  ["2026-03-29", "Europe/London", "2026-03-29T00:00:00.000Z"],
  ["2026-03-30", "Europe/London", "2026-03-29T23:00:00.000Z"],
  ["2026-10-26", "Europe/London", "2026-10-26T00:00:00.000Z"],
  ["2026-11-24", "Asia/Kathmandu", "2026-11-23T18:15:00.000Z"],
  ["2026-11-24", "America/Los_Angeles", "2026-11-24T08:00:00.000Z"],
  ["2026-11-24", "UTC", "2026-11-24T00:00:00.000Z"],
])("%s in %s starts at %s", (day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
});
