import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { expect, test } from "../support/fixtures";

test("a form keeps its values when the session ends and can be submitted after signing in again", async ({
  page,
  context,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  await signInAndGoto("configure/api-keys");
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await page.getByRole("checkbox", { name: "Reception UK" }).check();
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  await page.getByRole("radio", { name: "30 days" }).check();
  const { rowCount } = await pool().query("delete from sessions where user_id = $1", [ada?.userId]);
  expect(rowCount).toBe(1);
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(page.getByRole("alert").filter({ hasText: "You are signed out." })).toBeVisible();
  await expectAccessible(page);

  const elsewhere = await context.newPage();
  await elsewhere.goto(await issueSignInLink(db(), ada?.userId ?? ""));
  await elsewhere.getByRole("link", { name: "Later" }).click();
  await expect(elsewhere.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("CRM sync");
  await expect(page.getByRole("checkbox", { name: "Reception UK" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Handoff" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "30 days" })).toBeChecked();
  await create.click();
  await expect(page.getByRole("dialog", { name: "Copy your new key “CRM sync”" })).toBeVisible();
  await elsewhere.reload();
  const row = elsewhere.getByRole("listitem").filter({ hasText: "CRM sync" });
  await expect(row).toContainText("Reception UK");
});
