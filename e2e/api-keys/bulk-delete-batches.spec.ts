import { pool } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("deletes more keys than fit in one batch after one confirmation and clears the selection", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Key 000" });
  // As that one, 501 times: by the verb it would take a minute.
  await pool().query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       expires_at, created_by_name)
     select workspace_id, id || n, 'Key ' || lpad(n::text, 3, '0'), sha256((id || n)::bytea), secret_start, secret_end,
       all_agents, permissions, expires_at, created_by_name
     from api_keys, generate_series(1, 501) n where id = $1`,
    [key.id],
  );
  await signInAndGoto("configure/api-keys?sort=name");
  const more = page.getByRole("button", { name: "Show more" });
  const rows = page.getByRole("button", { name: /^Edit Key/ });
  for (let shown = 50; shown <= 500; shown += 50) {
    await expect(rows).toHaveCount(shown);
    await more.click();
  }
  await expect(rows).toHaveCount(502);
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("checkbox", { name: "Select Key 000" }).click();
  await page.getByRole("button", { name: "Delete 501 selected keys" }).click();
  await expect(page.getByRole("button", { name: "Delete 501 keys" })).toBeEnabled();
  // Somebody else was faster with some, and so with all that is asked for in the second request.
  await pool().query("delete from api_keys where workspace_id = $1 and name = 'Key 501'", [
    workspace.operator.workspaceId,
  ]);
  await page.getByRole("button", { name: "Delete 501 keys" }).click();
  await expect(page.getByText("Deleted 500 of 501 keys.")).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("status").getByText("1 key", { exact: true })).toBeVisible();
  await expect(page.getByText(/\d+ selected/)).toHaveCount(0);
});

test("reports keys that were already deleted instead of counting them as deleted", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  for (const name of ["One", "Two"]) await makeKey(workspace.operator, { name });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  await expect(page.getByRole("button", { name: "Delete 2 keys" })).toBeEnabled();
  await pool().query("delete from api_keys where workspace_id = $1", [workspace.operator.workspaceId]);
  await page.getByRole("button", { name: "Delete 2 keys" }).click();
  await expect(page.getByText("These keys were already deleted.")).toBeVisible();
});
