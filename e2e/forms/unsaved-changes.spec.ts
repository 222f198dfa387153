import { createAgent } from "@/lib/features/agents/create-agent";
import { migrateAgent } from "@/lib/features/agents/migrate-agent";
import { makeKey } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { abortActions } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("a form with unsaved changes asks before closing; Cancel and an unchanged form do not", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Reporting" });
  await signInAndGoto("configure/api-keys");
  const dialog = page.getByRole("dialog");
  const confirmation = page.getByRole("alertdialog", { name: "Discard unsaved changes?" });
  const edit = page.getByRole("button", { name: "Edit Reporting" });
  await edit.click();
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(edit).toBeFocused();

  await edit.click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly");
  await page.mouse.click(5, 5);
  await expect(confirmation).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Nightly");
  await page.keyboard.press("Escape");
  await confirmation.getByRole("button", { name: "Discard" }).click();
  await expect(confirmation).toHaveCount(0);
  await expect(dialog).toHaveCount(0);
  await expect(edit).toBeFocused();

  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("radio", { name: "365 days" }).check();
  await page.keyboard.press("Escape");
  // The default button loses nothing.
  await expect(confirmation.getByRole("button", { name: "Keep editing" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(confirmation).toHaveCount(0);
  await expect(page.getByRole("radio", { name: "365 days" })).toBeChecked();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toHaveCount(0);
});

test("selected agents stay selected, and an agent migrated in another tab can be selected in the same form", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night shift");
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await page.getByRole("checkbox", { name: "Reception UK" }).check();
  await page.getByRole("radio", { name: "All agents" }).check();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await expect(page.getByRole("checkbox", { name: "Reception UK" })).toBeChecked();

  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Migrate it first (opens a new tab)" }).click();
  const tab = await opened;
  await expect(tab.getByRole("heading", { level: 1, name: "Configuration" })).toBeVisible();
  await migrateAgent(workspace.operator, { id: workspace.agents.old.id });
  await tab.close();
  // In headless mode every tab always has the focus.
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.getByRole("checkbox", { name: "Night desk" }).check();
  await expect(page.getByText("2 selected")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Night shift");
});

test("an unsaved configuration change survives a search, and leaving the page asks for confirmation", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/configuration$/);
  for (let n = 1; n <= 6; n++)
    await createAgent(workspace.operator, { name: `Desk ${n}`, conversationsApi: "v3" });
  await signInAndGoto("configure/api-keys/configuration");
  const trigger = page.getByRole("button", { name: /^Reception UK/ });
  const panel = await openAgentPanel(page, "Reception UK");
  await abortActions(page);
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(panel.getByText("Your change may or may not have been saved")).toBeVisible();

  const search = page.getByRole("searchbox", { name: "Search agents" });
  await search.fill("Desk 3");
  await expect(trigger).toBeHidden();
  await search.fill("no such agent");
  await expect(page.getByRole("status").getByText("No agent matches “no such agent”.")).toBeVisible();
  await search.fill("");
  await expect(panel.getByText("Your change may or may not have been saved")).toBeVisible();
  await expect(panel.getByRole("switch", { name: "Conversation transcript" })).toBeChecked();

  const confirmed = page.waitForEvent("dialog");
  const leaving = page.close({ runBeforeUnload: true });
  expect((await confirmed).type()).toBe("beforeunload");
  await (await confirmed).dismiss();
  await leaving;

  await page.unroute("**/*");
  await panel.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(panel.getByRole("status").filter({ hasText: "Saved" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(panel.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("switch", { name: "Conversation transcript" })).not.toBeChecked();
  await expect(panel.getByRole("status").filter({ hasText: "Saved" })).toBeFocused();

  await abortActions(page);
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(panel.getByText("Your change may or may not have been saved")).toBeVisible();
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByText("Your change to “Reception UK” may or may not have been saved.")).toBeVisible();
});
