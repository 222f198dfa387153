import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("the mobile menu fits every width in both themes", async ({ page, signInAndGoto }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signInAndGoto("agents");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("navigation", { name: "Workspace" })).toBeVisible();
  await expectResponsive(page, "the menu");
});
