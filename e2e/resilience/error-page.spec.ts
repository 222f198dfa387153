import { pool } from "@/db/client/client";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("a server error shows the error page inside the workspace, and retry reloads the page", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 500 .*\/audit$/);
  expectConsoleError(/React error #441;/);
  // A time that no version writes and that no date can hold.
  await pool().query(
    `insert into audit_entries (workspace_id, actor_kind, actor_name, action, target_kind, target_id, target_name, changes, created_at)
     values ($1, 'system', 'x', 'agent.renamed', 'agent', 'a', 'a', '{}', 'infinity')`,
    [workspace.operator.workspaceId],
  );
  await signInAndGoto("audit");
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Members" })).toBeVisible();
  await expect(page.getByText("was changed")).toHaveCount(0);
  await expectAccessible(page);
  await pool().query("delete from audit_entries where created_at = 'infinity' and workspace_id = $1", [
    workspace.operator.workspaceId,
  ]);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();
});
