import { expect, shownSecret, test } from "./fixtures";
import { makeKeyByDialog } from "./steps";

test("closing an uncopied key asks first", async ({ page, open, expectAccessible }) => {
  await open("configure/api-keys");
  const secret = await makeKeyByDialog(page, "Uncopied", "External events");

  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the key" }).click();
  expect(await shownSecret(page)).toBe(secret);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("button", { name: "Edit Uncopied" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});
