import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { AUDIT_ACTIONS } from "@/lib/features/audit/constants";
import type { AuditEntryDto, ExportedEntry } from "@/lib/features/audit/contract";
import { auditCsv, parseAuditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { listAudit } from "@/lib/features/audit/list-audit";
import { inAnHour, makeAgent, makeKey, makeWorkspace, memberActor } from "@/testing/fixtures";
import { listApiKeysInput } from "./contract";
import { deleteApiKey } from "./delete-api-key";
import { editApiKey } from "./edit-api-key";
import { listApiKeys } from "./list-api-keys";
import { reconcileApiKeys } from "./reconcile-api-keys";
import { rotateApiKey } from "./rotate-api-key";

type Actor = Parameters<typeof reconcileApiKeys>[0];

async function exportCsv(actor: Actor): Promise<string> {
  let text = "";
  for await (const part of auditCsv(exportAudit(actor, {}))) text += part;
  return text;
}

const parseExport = (csv: string) => parseAuditCsv(Readable.from([Buffer.from(csv)]));
const keyNames = async (actor: Actor) =>
  (await listApiKeys(actor, listApiKeysInput.parse({}))).keys.map(({ name }) => name).sort();

/** Saves the workspace's keys and audit entries. Returns a function that restores them, as restoring a backup does. */
async function takeBackup(workspaceId: string): Promise<() => Promise<void>> {
  const of = (table: string) =>
    pool().query(`select coalesce(json_agg(t), '[]') as rows from ${table} t where workspace_id = $1`, [
      workspaceId,
    ]);
  const [keys, audit] = [await of("api_keys"), await of("audit_entries")];
  const restoreRows = async (table: string, rows: unknown) => {
    await pool().query(`delete from ${table} where workspace_id = $1`, [workspaceId]);
    await pool().query(
      `insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows)],
    );
  };
  return async () => {
    await restoreRows("api_keys", keys.rows[0].rows);
    await restoreRows("audit_entries", audit.rows[0].rows);
  };
}

test("finds keys that a restored backup brought back, and deletes them again", async () => {
  const actor = await makeWorkspace();
  const agent = await makeAgent(actor, { name: "Desk" });
  const early = await makeKey(actor, { name: "deleted before" });
  const kept = await makeKey(actor, { name: '=kept, "quoted"' });
  const late = await makeKey(actor, { name: "deleted after" });
  const old = await makeKey(actor, { name: "rotated after" });
  await deleteApiKey(actor, { id: early.key.id });
  const restore = await takeBackup(actor.workspaceId);

  await deleteApiKey(actor, { id: late.key.id });
  await editApiKey(actor, { id: kept.key.id, name: "kept", permissions: ["handoff"], version: 1 });
  const expiresAt = inAnHour();
  const next = await rotateApiKey(actor, { id: old.key.id, name: "successor", expiresAt });
  await deleteApiKey(actor, { id: old.key.id });
  await renameAgent(actor, { id: agent.id, name: "Front desk" });
  const csv = await exportCsv(actor);
  await restore();
  expect(await keyNames(actor)).toEqual(['=kept, "quoted"', "deleted after", "rotated after"]);

  const found = await reconcileApiKeys(actor, parseExport(csv), { remove: false });
  expect(found.revived.map(({ name }) => name).sort()).toEqual(["deleted after", "rotated after"]);
  expect(found.lost.map(({ action, targetId }) => [action, targetId]).sort()).toEqual([
    ["agent.renamed", agent.id],
    ["api_key.created", next.key.id],
    ["api_key.edited", kept.key.id],
    ["api_key.rotated", old.key.id],
  ]);
  expect([found.acts, found.known]).toEqual([11, 5]);
  expect(await keyNames(actor)).toHaveLength(3);

  await reconcileApiKeys(actor, parseExport(csv), { remove: true });
  expect(await keyNames(actor)).toEqual(['=kept, "quoted"']);
  const { entries } = await listAudit(actor, { cursor: null, action: "api_key.deleted" });
  expect(entries.map(({ targetName }) => targetName).sort()).toEqual([
    "deleted after",
    "deleted before",
    "rotated after",
  ]);
  expect((await reconcileApiKeys(actor, parseExport(csv), { remove: false })).revived).toEqual([]);
});

test("finds nothing without a restore, and ignores the export of another workspace", async () => {
  const [one, other] = [await makeWorkspace(), await makeWorkspace()];
  const { key } = await makeKey(one);
  await makeKey(one);
  await deleteApiKey(one, { id: key.id });
  const csv = await exportCsv(one);
  expect(await reconcileApiKeys(one, parseExport(csv), { remove: true })).toEqual({
    acts: 3,
    known: 3,
    revived: [],
    lost: [],
  });
  await makeKey(other);
  expect(await reconcileApiKeys(other, parseExport(csv), { remove: true })).toMatchObject({
    known: 0,
    revived: [],
  });
  expect(await keyNames(other)).toHaveLength(1);
});

test("deleting revived keys requires edit access", async () => {
  const { workspaceId } = await makeWorkspace();
  const member = memberActor(workspaceId, {
    role: "member",
    access: { api_keys: "read", response_configuration: "read" },
  });
  await expect(
    reconcileApiKeys(member, parseExport(await exportCsv(member)), { remove: true }),
  ).rejects.toMatchObject({
    code: "NOT_ALLOWED",
  });
});

test("reads any entry back from its export", async () => {
  const entry = fc.record({
    at: fc
      .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    actorName: fc.string(),
    action: fc.constantFrom(...AUDIT_ACTIONS),
    targetId: fc.stringMatching(/^key_[0-9a-f]{24}$/),
    targetName: fc.string(),
    note: fc.string(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (entries) => {
      const dtos = entries.map(
        ({ note, ...rest }, id): AuditEntryDto => ({
          ...rest,
          id,
          actorKind: "operator",
          targetKind: "api_key",
          changes: { name: { new: note } },
          address: null,
        }),
      );
      let csv = "";
      async function* pages() {
        yield dtos;
      }
      for await (const part of auditCsv(pages())) csv += part;
      const read: ExportedEntry[] = [];
      for await (const act of parseExport(csv)) read.push(act);
      const key = ({ at, action, targetId }: ExportedEntry | AuditEntryDto) => [at, action, targetId];
      expect(read.map(key)).toEqual(dtos.map(key));
    }),
  );
});

test.each([
  ["other columns", "id,name\r\n1,x\r\n"],
  ["half a line", "time,actor,action,target_id,target\r\n2026-01-01T00:00:00.000Z,x\r\n"],
  ["binary data", '\u0089PNG\r\n\u001a\n""x'],
])("rejects a file with %s", async (_, text) => {
  const actor = await makeWorkspace();
  await expect(reconcileApiKeys(actor, parseExport(text), { remove: true })).rejects.toMatchObject({
    code: "INPUT_INVALID",
    message: expect.stringContaining("This file is not an audit export"),
  });
});
