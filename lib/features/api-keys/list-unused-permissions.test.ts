import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { makeKey, makeWorkspace, seedRequestLog } from "@/testing/fixtures";
import { editApiKey } from "./edit-api-key";
import { listUnusedPermissions } from "./list-unused-permissions";

test("a permission is unused only after the key has had it for 30 days", async () => {
  const actor = await makeWorkspace();
  const { key } = await makeKey(actor, { name: "CRM", permissions: ["conversations"] });
  const edit = await editApiKey(actor, {
    id: key.id,
    version: key.version,
    name: "CRM",
    permissions: ["conversations", "handoff"],
  });
  const refused = { endpoint: "getHandoffState", status: 403 } as const;
  await seedRequestLog(actor, key.id, [{ endpoint: "listConversations" }, refused]);
  const old = { ...edit, createdAt: "2026-01-01T00:00:00Z" };
  expect(await listUnusedPermissions(actor, old)).toEqual([]);

  // A later edit of another permission does not restart the period.
  await pool().query(
    "update audit_entries set created_at = now() - interval '31 days' where target_id = $1 and action = 'api_key.edited'",
    [key.id],
  );
  await editApiKey(actor, {
    id: key.id,
    version: edit.version,
    name: "CRM",
    permissions: ["conversations", "handoff", "external_events"],
  });
  expect(await listUnusedPermissions(actor, old)).toEqual(["handoff"]);
});
