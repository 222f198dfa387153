import { createKeyInDialog } from "../support/actions";
import { openDialog } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("one-time secrets fit every width in both themes", async ({ page, workspace, signInAndGoto }) => {
  test.slow();
  const { uk } = workspace.agents;
  await signInAndGoto("configure/api-keys");
  await createKeyInDialog(page, "CRM sync");
  await expectResponsive(page, "a key's secret");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectResponsive(page, "the question before it is gone");
  await page.getByRole("button", { name: "Close anyway" }).click();

  await page.goto(`/${workspace.slug}/members`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${"a-long-address-".repeat(4)}@example.com`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
  await expectResponsive(page, "an invitation's link");

  await page.goto(`/${workspace.slug}/agents`);
  const title = `Create a runtime token for ${uk.name}?`;
  await openDialog(page, { triggerName: `Runtime token of ${uk.name}`, title });
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
  await expectResponsive(page, "a runtime token");
});
