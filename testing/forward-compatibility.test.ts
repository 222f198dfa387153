import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { accessOf } from "@/lib/features/actor";
import { migrateAgent } from "@/lib/features/agents/migrate-agent";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { editApiKeyInput, listApiKeysInput } from "@/lib/features/api-keys/contract";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { listUnusedPermissions } from "@/lib/features/api-keys/list-unused-permissions";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { formatChanges } from "@/lib/features/audit/constants";
import { listAuditInput } from "@/lib/features/audit/contract";
import { auditCsv, parseAuditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { listAudit } from "@/lib/features/audit/list-audit";
import { changeMember } from "@/lib/features/members/change-member";
import { changeMemberInput, listMembersInput } from "@/lib/features/members/contract";
import { listMembers } from "@/lib/features/members/list-members";
import {
  inAnHour,
  makeAgent,
  makeKey,
  makeMember,
  makeWorkspace,
  memberActor,
  seedRequestLog,
} from "./fixtures";

// During an upgrade, and after a rollback, the database may contain values that only a newer version defines.

describe("an audit entry", () => {
  const SHAPES = [
    "null",
    '"text"',
    "[1, 2]",
    '{"field": "text"}',
    '{"field": null, "other": 7}',
    '{"field": {"old": {"deep": [1]}, "new": [{"deeper": true}]}}',
    '{"permissions": {"old": "all", "new": ["handoff", "teleport"]}}',
    '{"constructor": {"new": "x"}}',
  ];

  async function seedUnknownEntries() {
    const workspace = await makeWorkspace();
    await makeKey(workspace, { name: "Known" });
    await pool().query(
      `insert into audit_entries (workspace_id, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name,
         changes)
       select $1, 'robot', null, 'Robot', 'team.created', 'team', 'team_' || n, 'Team ' || n, changes::jsonb
       from unnest($2::text[]) with ordinality as shape (changes, n)`,
      [workspace.workspaceId, SHAPES],
    );
    return workspace;
  }

  test("with an unknown action, actor, target and shape is listed, found and exported", async () => {
    const workspace = await seedUnknownEntries();
    const { entries } = await listAudit(workspace, { cursor: null });
    expect(entries).toHaveLength(SHAPES.length + 1);
    expect(entries[0]).toMatchObject({ actorKind: "robot", action: "team.created", targetKind: "team" });
    const filters = listAuditInput.parse({ action: "team.created" });
    expect((await listAudit(workspace, filters)).entries).toHaveLength(SHAPES.length);
    let csv = "";
    for await (const text of auditCsv(exportAudit(workspace, {}))) csv += text;
    expect(csv).toContain(",robot,Robot,team.created,team,team_3,Team 3,");
    expect(csv).toContain("Known");
    const acts = [];
    for await (const act of parseAuditCsv(Readable.from([csv]))) acts.push(act.action);
    expect(acts).toHaveLength(SHAPES.length + 1);
  });

  test("with an unknown action is hidden from members without access to configurations", async () => {
    const { workspaceId } = await seedUnknownEntries();
    const access = { api_keys: "read", response_configuration: "none" } as const;
    const member = memberActor(workspaceId, { role: "member", access });
    const { entries } = await listAudit(member, { cursor: null });
    expect(entries.map(({ action }) => action)).toEqual(["api_key.created"]);
  });

  test("with changes of an unknown shape is formatted without failing", () => {
    expect(SHAPES.map((shape) => formatChanges(JSON.parse(shape), { permissionLabel }))).toEqual([
      [],
      ["text"],
      ["1, 2"],
      ["field: text"],
      ["field: none", "other: 7"],
      ['field: {"deep":[1]} → {"deeper":true}'],
      ["permissions: all → Handoff, teleport"],
      ["constructor: x"],
    ]);
  });
});

describe("an unknown role or access", () => {
  test("is shown unchanged, allows nothing and can be replaced", async () => {
    const workspace = await makeWorkspace();
    await makeMember(workspace, { role: "admin" });
    const { userId } = await makeMember(workspace, { role: "member" });
    await pool().query(
      "update members set role = 'owner', api_keys_access = 'rotate' where workspace_id = $1 and user_id = $2",
      [workspace.workspaceId, userId],
    );
    const { members } = await listMembers(workspace, listMembersInput.parse({}));
    const [owner] = members.filter((member) => member.userId === userId);
    if (!owner) throw new Error("The member was not found.");
    expect(owner).toMatchObject({ role: "owner", access: { api_keys: "rotate" } });
    const actor = memberActor(workspace.workspaceId, { role: owner.role, access: owner.access });
    expect(accessOf(actor, "api_keys")).toBe("none");

    const input = changeMemberInput.parse({
      userId,
      role: "member",
      apiKeysAccess: "read",
      configurationAccess: "none",
      seen: { role: "owner", apiKeysAccess: "rotate", configurationAccess: "none" },
    });
    expect(await changeMember(workspace, input)).toMatchObject({
      role: "member",
      access: { api_keys: "read" },
    });
  });
});

describe("an unknown permission", () => {
  beforeAll(async () => {
    await pool().query("alter table api_keys drop constraint api_keys_permissions");
  });

  async function seedKey() {
    const workspace = await makeWorkspace();
    const { key } = await makeKey(workspace, { permissions: ["conversations", "handoff"] });
    await pool().query("update api_keys set permissions = permissions || '{teleport}' where id = $1", [
      key.id,
    ]);
    return { workspace, key };
  }

  test("is shown, and stays on the key after an edit and a rotation", async () => {
    const { workspace, key } = await seedKey();
    const { keys } = await listApiKeys(workspace, listApiKeysInput.parse({}));
    expect(keys[0]?.permissions.map(permissionLabel)).toEqual(["Conversations data", "Handoff", "teleport"]);
    const edit = editApiKeyInput.parse({ id: key.id, version: 1, name: "Other", permissions: ["handoff"] });
    expect((await editApiKey(workspace, edit)).permissions).toEqual(["handoff", "teleport"]);
    const successor = await rotateApiKey(workspace, { id: key.id, name: "Successor", expiresAt: inAnHour() });
    expect(successor.key.permissions).toEqual(["handoff", "teleport"]);
  });

  test("is never listed as unused, nor are the other permissions of a key that uses an unknown endpoint", async () => {
    const { workspace, key } = await seedKey();
    const permissions = [...key.permissions, "teleport" as "handoff"];
    const old = { ...key, createdAt: "2026-01-01T00:00:00Z", permissions };
    await pool().query(
      `insert into audit_entries (workspace_id, actor_kind, actor_name, action, target_kind, target_id, target_name, changes)
       select $1, 'system', 'x', 'api_key.edited', 'api_key', $2, 'x', changes::jsonb
       from unnest(array['null', '[1]', '"x"', '{"permissions":null}', '{"permissions":"x"}']) changes`,
      [workspace.workspaceId, key.id],
    );
    await seedRequestLog(workspace, key.id, [{ endpoint: "listConversations" }]);
    expect(await listUnusedPermissions(workspace, old)).toEqual(["handoff"]);
    await pool().query("update api_request_counts set endpoint = 'beam' where key_id = $1", [key.id]);
    expect(await listUnusedPermissions(workspace, old)).toEqual([]);
  });
});

test("an agent on an unknown API version is not migrated back", async () => {
  const workspace = await makeWorkspace();
  const { id } = await makeAgent(workspace);
  await pool().query("update agents set conversations_api = 'v4' where id = $1", [id]);
  expect(await migrateAgent(workspace, { id })).toMatchObject({ conversationsApi: "v4" });
});
