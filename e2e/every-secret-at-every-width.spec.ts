import { openDialog } from "./dialogs";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";
import { makeKeyByDialog } from "./steps";

test("what is shown once fits every width in both themes", async ({ page, stage, open }) => {
  test.slow();
  const { uk } = stage.agents;
  await open("configure/api-keys");
  await makeKeyByDialog(page, "CRM sync");
  await expectToFit(page, "a key's secret");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectToFit(page, "the question before it is gone");
  await page.getByRole("button", { name: "Close anyway" }).click();

  await page.goto(`/${stage.slug}/members`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${"a-long-address-".repeat(4)}@example.com`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
  await expectToFit(page, "an invitation's link");

  await page.goto(`/${stage.slug}/agents`);
  const title = `Make a runtime token for ${uk.name}?`;
  await openDialog(page, { by: `Runtime token of ${uk.name}`, title });
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
  await expectToFit(page, "a runtime token");
});
