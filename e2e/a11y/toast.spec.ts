import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("a toast can be focused and dismissed while a dialog stays open", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Reporting" });
  await makeKey(workspace.operator, { name: "Till" });
  await signInAndGoto("configure/api-keys");
  const rename = async (from: string, to: string) => {
    await page.getByRole("button", { name: `Edit ${from}` }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(to);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`Renamed “${from}” to “${to}”.`)).toBeVisible();
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

for (const size of [
  { width: 320, height: 640 },
  { width: 640, height: 400 },
  { width: 768, height: 600 },
]) {
  test(`a toast covers no dialog button at ${size.width} × ${size.height}`, async ({
    page,
    workspace,
    signInAndGoto,
  }) => {
    await page.setViewportSize(size);
    await makeKey(workspace.operator, { name: "Reporting" });
    await signInAndGoto("configure/api-keys");
    await page.getByRole("button", { name: "Edit Reporting" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(`Reports ${"of every night ".repeat(5)}`);
    await page.keyboard.press("Enter");
    const undo = page.getByRole("status").getByRole("button", { name: /^Undo/ });
    await expect(undo).toBeVisible();
    await page.getByRole("button", { name: "API key", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "New API key" });
    await expect(dialog).toBeVisible();
    for (const name of ["Close", "Cancel", "Create"]) {
      // A trial click fails when another element would receive it.
      await dialog.getByRole("button", { name, exact: true }).click({ trial: true });
    }
    await undo.click({ trial: true });
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(dialog).toHaveCount(0);
  });
}

test("a success toast fits every width in both themes", async ({ page, workspace, signInAndGoto }) => {
  await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Edit Door" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Front door ${"of a long corridor ".repeat(4)}`);
  await page.keyboard.press("Enter");
  const undo = page.getByRole("status").getByRole("button", { name: /^Undo/ });
  await expect(undo).toBeVisible();
  // A toast stays while the pointer is over it.
  await undo.hover();
  await expectResponsive(page, "a success toast");
  await expect(undo).toBeVisible();
});
