import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("the selection survives sorting, searching and filtering", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  for (const name of ["CRM one", "CRM two", "Desk one", "Desk two"])
    await makeKey(workspace.operator, { name });
  const box = (name: string) => page.getByRole("checkbox", { name: `Select ${name}` });
  const bar = (text: string) =>
    expect(page.getByRole("status").getByText(text, { exact: true })).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Search keys" });
  await signInAndGoto("configure/api-keys");

  await box("CRM one").check();
  await page.getByRole("combobox", { name: "Sort keys" }).selectOption("Name");
  await expect(page).toHaveURL(/sort=name/);
  await expect(box("CRM one")).toBeChecked();
  await bar("1 selected");
  await expect(page.getByRole("button", { name: "Show selected" })).toHaveCount(0);

  await search.fill("Desk");
  await bar("1 selected, 1 not in view");
  await box("Desk one").check();
  await bar("2 selected, 1 not in view");
  await search.fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await bar("2 selected, 2 not in view");

  // Shows only the selected keys, also those that don't match. A deselected key can be selected again.
  await page.getByRole("button", { name: "Show selected" }).click();
  await expect(page.getByRole("button", { name: "Show all" })).toBeFocused();
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(2);
  await bar("2 selected");
  await box("CRM one").uncheck();
  await bar("1 selected");
  await box("CRM one").check();
  await expectResponsive(page, "the list of the selected keys");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Show all" }).click();
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await expectResponsive(page, "the selection with a search without results");
  await page.setViewportSize({ width: 1280, height: 800 });

  // The delete dialog includes selected keys out of view.
  await search.fill("Desk");
  await bar("2 selected, 1 not in view");
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  await expect(page.getByRole("alertdialog").getByRole("listitem")).toHaveText([/Desk one/, /CRM one/]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear" }).click();
  await bar("2 results");
  await search.fill("");
  await expect(box("CRM one")).not.toBeChecked();
});

test("selected keys that were renamed or deleted while out of view show their current state", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const names = ["CRM one", "CRM two", "Desk one"];
  const keys = [];
  for (const name of names) keys.push((await makeKey(workspace.operator, { name })).key);
  await signInAndGoto("configure/api-keys?sort=name");
  for (const name of names) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Desk");
  await page.getByRole("button", { name: "Show selected" }).click();
  await page.getByRole("button", { name: "Edit CRM two" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Renamed");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Edit Renamed" })).toBeVisible();

  await deleteApiKey(workspace.operator, { id: keys[0]?.id ?? "" });
  await page.getByRole("button", { name: "Delete 3 selected keys" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("list", { name: "Already deleted" }).getByRole("listitem")).toHaveText([
    /CRM one/,
  ]);
  await expect(dialog.getByRole("list", { name: "Not used in the last 24 hours" })).toContainText("Renamed");
  await dialog.getByRole("button", { name: "Delete 2 keys" }).click();
  await expect(page.getByText("Deleted 2 keys.")).toBeVisible();
  await expect(page.getByText(/\d+ selected/)).toHaveCount(0);
});
