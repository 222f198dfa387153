import { createAgent } from "@/lib/features/agents/create-agent";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("removing a focused element moves focus to its surrounding region", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{ status: 200 }]);
  await signInAndGoto("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select CRM sync" }).check();
  await page.getByRole("button", { name: "Clear", exact: true }).press("Enter");
  await expect(page.getByRole("checkbox", { name: "Select all keys shown" })).toBeFocused();

  await page.goto(`/${workspace.slug}/audit?action=api_key.created`);
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await expect(page.getByRole("button", { name: "Clear filters" })).toHaveCount(0);
  await expect(page.getByLabel("User", { exact: true })).toBeFocused();

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}?status=5`);
  await page.getByRole("button", { name: "Show all requests" }).press("Enter");
  await expect(page.getByRole("table", { name: "Request log" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Request log" })).toBeFocused();
  await page.getByLabel("Status", { exact: true }).selectOption("Success (2xx)");
  await page.getByRole("button", { name: "Clear filters" }).press("Enter");
  await expect(page.getByLabel("Status", { exact: true })).toBeFocused();
});

test("Show more keeps focus while loading and then moves it to the first new row", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  const now = Date.now();
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 120 }, (_, index) => ({ at: new Date(now - index * 60_000) })),
  );
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const rows = page.getByRole("table", { name: "Request log" }).getByRole("row");
  const more = page.getByRole("button", { name: "Show more" });
  await more.press("Enter");
  await expect(rows).toHaveCount(101);
  await expect(more).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(121);
  await expect(rows.nth(101)).toBeFocused();

  for (let n = 0; n < 60; n++)
    await createAgent(workspace.operator, { name: `Desk ${n}`, conversationsApi: "v3" });
  await page.goto(`/${workspace.slug}/audit`);
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  await expect(entries).toHaveCount(50);
  await page.getByRole("button", { name: "Show more entries" }).press("Enter");
  await expect(page.getByRole("button", { name: "Show more entries" })).toHaveCount(0);
  await expect(entries.nth(50)).toBeFocused();
});

test("client navigation moves focus to the page heading", async ({ page, workspace, signInAndGoto }) => {
  await makeKey(workspace.operator, { name: "CRM sync" });
  await signInAndGoto("configure/api-keys");
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  await page.getByRole("link", { name: "CRM sync" }).press("Enter");
  await expect(heading("CRM sync")).toBeFocused();
  await page.getByRole("link", { name: "Back to API keys" }).press("Enter");
  await expect(heading("API keys")).toBeFocused();
  await page.getByRole("link", { name: "Configuration" }).press("Enter");
  await expect(heading("Configuration")).toBeFocused();

  await page.setViewportSize({ width: 320, height: 700 });
  await page.getByRole("button", { name: "Menu" }).press("Enter");
  await page.getByRole("link", { name: "Members" }).press("Enter");
  await expect(heading("Members")).toBeFocused();
});

test("focus moves to the page heading after an agent is migrated", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys/configuration");
  await openAgentPanel(page, workspace.agents.old.name);
  await page.getByRole("button", { name: "Migrate to v3" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Migrate to v3" }).press("Enter");
  await expect(page.getByText(`Migrated “${workspace.agents.old.name}” to Conversations v3.`)).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Configuration" })).toBeFocused();
});
