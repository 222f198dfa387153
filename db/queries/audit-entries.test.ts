import { type SQLWrapper, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "../client/client";
import { auditUsersQuery, selectAuditEntries } from "./audit-entries";

beforeAll(async () => {
  await db().execute(sql`
    insert into audit_entries (workspace_id, created_at, actor_kind, actor_id, actor_name, action, target_kind, target_id,
      target_name, changes)
    select 'ws-1', now() - n * interval '1 second', 'member', 'user_' || n % 500, 'Ada', 'action.' || n % 500, 'agent',
      'a', 'b', '{}' from generate_series(1, 20000) n`);
  await db().execute(sql`analyze audit_entries`);
});

/** The plan that PostgreSQL chooses when full scans and sorts are disabled. */
async function explainPlan(query: SQLWrapper): Promise<string> {
  return transaction(async (tx) => {
    for (const method of ["sort", "incremental_sort", "seqscan", "bitmapscan"]) {
      await tx.execute(sql`select set_config(${`enable_${method}`}, 'off', true)`);
    }
    const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

const NO_FILTERS = { limit: 50, after: null };

test.each([
  ["all entries", "audit_entries_newest", {}],
  ["all entries after a position", "audit_entries_newest", { after: { at: new Date(), id: 7 } }],
  ["one user's entries", "audit_entries_by_person", { actorId: "user_1" }],
  ["the entries that a member may see", "audit_entries_newest", { visibleActions: ["action.7", "action.8"] }],
  ["one action's entries", "audit_entries_by_action", { action: "action.7" }],
])("a page of %s is read in order from an index, without a sort", async (_, index, condition) => {
  const plan = await explainPlan(selectAuditEntries(db(), "ws-1", { ...NO_FILTERS, ...condition }));
  expect(plan).toContain(`Scan Backward using ${index}`);
  expect(plan).not.toContain("Sort");
});

test("the list of audit users steps along an index instead of reading every entry", async () => {
  const plan = await explainPlan(auditUsersQuery("ws-1"));
  expect(plan.match(/Scan Backward using audit_entries_by_person/g)).toHaveLength(2);
  expect(plan).not.toContain("Sort");
});
