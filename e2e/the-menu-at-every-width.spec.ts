import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

test("the menu of a narrow screen fits every width in both themes", async ({ page, open }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await open("agents");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("navigation", { name: "Workspace" })).toBeVisible();
  await expectToFit(page, "the menu");
});
