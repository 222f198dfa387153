import { createKeyInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("copies the key over plain HTTP, where the clipboard API is unavailable", async ({
  page,
  signInAndGoto,
  expectAccessible,
}) => {
  // What a browser offers to a page that did not come over TLS.
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Plain");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Key copied.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done with Plain" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search keys" }).focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveValue(secret);
  await expect(page.getByRole("list", { name: "API keys" })).toHaveCount(0);
});
