import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("a success toast fits every width in both themes", async ({ page, workspace, signInAndGoto }) => {
  await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Edit Door" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(`Front door ${"of a long corridor ".repeat(4)}`);
  await page.keyboard.press("Enter");
  const told = page.getByRole("status").getByRole("button", { name: /^Undo/ });
  await expect(told).toBeVisible();
  // Held by the pointer, so that it stays while it is looked at.
  await told.hover();
  await expectResponsive(page, "a word about what was done");
  await expect(told).toBeVisible();
});
