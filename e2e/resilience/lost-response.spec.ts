import { makeKey } from "@/testing/fixtures";
import { untilHydrated } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { loseActionResponses, replaceActionIds } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("a change whose response was lost is reported as unknown, not as failed", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/configure\/api-keys$/);
  await makeKey(workspace.operator, { name: "CRM" });
  await signInAndGoto("configure/api-keys");
  await loseActionResponses(page);
  await page.getByRole("button", { name: "Delete CRM" }).click();
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByRole("alert")).toContainText("Your change may or may not have been saved");
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("“CRM” was already deleted.")).toBeVisible();
});

test("a page of another version reports that nothing was changed, and reloads", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 409 .*\/configure\/api-keys$/);
  await makeKey(workspace.operator, { name: "CRM" });
  await signInAndGoto("configure/api-keys");
  await replaceActionIds(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  const message = "This page is from another version of the console. Nothing was changed.";
  await expect(page.getByRole("status").filter({ hasText: message })).toBeVisible();
  await page.getByRole("button", { name: "Delete CRM" }).click();
  await page.getByRole("button", { name: "Delete key" }).click();
  const alert = page.getByRole("alert").filter({ hasText: message });
  await expect(alert).toBeVisible();
  await page.unroute("**/*");
  await alert.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await untilHydrated(page);
  await page.getByRole("button", { name: "Delete CRM" }).click();
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("Deleted “CRM”.")).toBeVisible();
});

test("keeps the entered values while offline and submits them once online", async ({
  page,
  context,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_INTERNET_DISCONNECTED/);
  await makeKey(workspace.operator, { name: "Old name", permissions: ["handoff"] });
  await signInAndGoto("configure/api-keys");
  const name = page.getByRole("textbox", { name: "Name" });
  const alert = page.getByRole("alert").filter({ hasText: "No response from the server" });

  await page.getByRole("button", { name: "API key", exact: true }).click();
  await name.fill("CRM sync");
  await page.getByRole("checkbox", { name: "External events" }).check();
  await context.setOffline(true);
  await page.keyboard.press("Enter");
  await expect(alert).toBeVisible();
  await expectAccessible(page);
  await expect(name).toHaveValue("CRM sync");
  await expect(page.getByRole("checkbox", { name: "External events" })).toBeChecked();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "Done with CRM sync" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();

  await page.getByRole("button", { name: "Edit Old name" }).click();
  await name.fill("New name");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await context.setOffline(true);
  await page.keyboard.press("Enter");
  await expect(alert).toBeVisible();
  await expect(name).toHaveValue("New name");
  await expect(page.getByRole("checkbox", { name: "Conversations data" })).toBeChecked();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Renamed “Old name” to “New name”.")).toBeVisible();
});
