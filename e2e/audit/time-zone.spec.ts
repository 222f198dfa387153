import { pool } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test.use({ timezoneId: "America/New_York" });

test("dates in an audit link use the visitor's time zone on the first visit", async ({
  page,
  context,
  workspace,
  signInAndGoto,
}) => {
  // 8 March 2026 begins in New York at 05:00 UTC and, an hour shorter, ends at 04:00.
  const done = {
    "The evening before": "2026-03-08T04:59:59Z",
    "That night": "2026-03-08T05:00:00Z",
    "That evening": "2026-03-09T03:59:59Z",
    "The night after": "2026-03-09T04:00:00Z",
  };
  for (const [name, at] of Object.entries(done)) {
    await makeKey(workspace.operator, { name });
    const { rowCount } = await pool().query(
      "update audit_entries set created_at = $1 where workspace_id = $2 and target_name = $3",
      [at, workspace.operator.workspaceId, name],
    );
    expect(rowCount).toBe(1);
  }
  await signInAndGoto("agents");
  await context.clearCookies({ name: "tz" });
  await page.goto(`/${workspace.slug}/audit?from=2026-03-08&to=2026-03-08`);
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  await expect(entries).toHaveText([/That evening/, /That night/]);
});
