import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("a message is reached and put away while a dialog is open, which stays as it is", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  await makeKey(stage.operator, { name: "Reporting" });
  await makeKey(stage.operator, { name: "Till" });
  await open("configure/api-keys");
  const rename = async (from: string, to: string) => {
    await page.getByRole("button", { name: `Edit ${from}` }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(to);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`Renamed ${from} to ${to}.`)).toBeVisible();
  };
  await rename("Reporting", "Nightly reporting");
  await rename("Till", "Counter");

  const dialog = page.getByRole("dialog", { name: "Edit Counter" });
  const name = dialog.getByRole("textbox", { name: "Name" });
  const dismiss = page.getByRole("button", { name: "Dismiss" });
  await page.getByRole("button", { name: "Edit Counter" }).click();
  await expect(name).toBeFocused();
  await page.keyboard.press("F8");
  await expect(page.getByRole("button", { name: "Undo" }).last()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dismiss).toHaveCount(1);
  await expect(name).toBeFocused();

  await name.fill("Counter 2");
  await dismiss.click();
  await expect(dismiss).toHaveCount(0);
  await expect(name).toHaveValue("Counter 2");
  await expect(dialog).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
});
