import { type SQLWrapper, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "../client/client";
import { auditUsersQuery, selectAuditEntries } from "./audit-entries";

beforeAll(async () => {
  await db().execute(sql`
    insert into audit_entries (workspace_id, created_at, actor_kind, actor_id, actor_name, action, target_kind, target_id,
      target_name, changes)
    select 'ws-1', now() - n * interval '1 second', 'member', 'user_' || n % 500, 'Somebody', 'action.' || n % 500, 'agent',
      'a', 'b', '{}' from generate_series(1, 20000) n`);
  await db().execute(sql`analyze audit_entries`);
});

/** How PostgreSQL goes about it when it would do anything rather than read everything and sort. */
async function explainPlan(query: SQLWrapper): Promise<string> {
  return transaction(async (tx) => {
    for (const way of ["sort", "incremental_sort", "seqscan", "bitmapscan"]) {
      await tx.execute(sql`select set_config(${`enable_${way}`}, 'off', true)`);
    }
    const { rows } = await tx.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
}

const NO_FILTERS = { hiddenActions: [], limit: 50, after: null };

test.each([
  ["everything", "audit_entries_newest", {}],
  ["a later page", "audit_entries_newest", { after: { at: new Date(), id: 7 } }],
  ["one person", "audit_entries_by_person", { actorId: "user_1" }],
  ["one action", "audit_entries_by_action", { action: "action.7" }],
])("a page of %s is read off its index, in order: nothing is sorted", async (_, index, condition) => {
  const plan = await explainPlan(selectAuditEntries(db(), "ws-1", { ...NO_FILTERS, ...condition }));
  expect(plan).toContain(`Scan Backward using ${index}`);
  expect(plan).not.toContain("Sort");
});

test("the people in the audit are walked along their index, not gathered from every entry", async () => {
  const plan = await explainPlan(auditUsersQuery("ws-1"));
  expect(plan.match(/Scan Backward using audit_entries_by_person/g)).toHaveLength(2);
  expect(plan).not.toContain("Sort");
});
