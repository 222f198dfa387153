import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a rename can be undone with the keyboard until another user saves", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Reporting", permissions: ["handoff"] });
  await signInAndGoto("configure/api-keys");
  const rename = async (from: string, to: string) => {
    await page.getByRole("button", { name: `Edit ${from}` }).press("Enter");
    await page.getByRole("textbox", { name: "Name" }).fill(to);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`Renamed ${from} to ${to}.`)).toBeVisible();
    await expect(page.getByRole("button", { name: `Edit ${to}` })).toBeFocused();
  };

  await rename("Reporting", "Nightly reporting");
  await page.keyboard.press("F8");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Undone: Reporting is as it was.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Reporting" })).toBeFocused();

  await rename("Reporting", "Weekly reporting");
  await editApiKey(workspace.operator, {
    id: key.id,
    version: 4,
    name: "Daily reporting",
    permissions: ["handoff"],
  });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Weekly reporting was not changed back.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Daily reporting" })).toBeVisible();
});
