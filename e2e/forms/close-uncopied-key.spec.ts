import { createKeyInDialog } from "../support/actions";
import { expect, revealedSecret, test } from "../support/fixtures";

test("asks for confirmation before closing an uncopied key", async ({
  page,
  signInAndGoto,
  expectAccessible,
}) => {
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Uncopied", "External events");

  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the key" }).click();
  expect(await revealedSecret(page)).toBe(secret);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("button", { name: "Edit Uncopied" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
});
