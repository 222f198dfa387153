import { createKeyInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("selects the key and explains how to copy it when the browser denies clipboard access", async ({
  page,
  signInAndGoto,
  expectAccessible,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new Error("no")) },
    });
    document.execCommand = () => false;
  });
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Refused");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(
    page.getByText("The browser refused. The text is selected: press Ctrl+C or ⌘C."),
  ).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe(secret);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
});
