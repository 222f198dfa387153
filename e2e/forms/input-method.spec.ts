import type { Page } from "playwright/test";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

/** What browsers report for the keys of an input method: Chrome and Firefox during the composition, Safari after it. */
const COMPOSITION_KEYS = [{ isComposing: true }, { keyCode: 229 }];

/** Sends a key to the focused field as an input method does. */
const pressAsInputMethod = (
  page: Page,
  press: { key: string; isComposing?: boolean; keyCode?: number },
): Promise<void> =>
  page.evaluate((init) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    document.activeElement?.dispatchEvent(event);
  }, press);

test("keys of an input method neither close a dialog nor submit it, and half-composed text is not searched", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Door" });
  await page.clock.install();
  await signInAndGoto("configure/api-keys");
  const session = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  await page.getByRole("button", { name: "API key", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New API key" });
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await compose("か");
  for (const init of COMPOSITION_KEYS) {
    for (const key of ["Escape", "Enter", "F8"]) await pressAsInputMethod(page, { key, ...init });
  }
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(dialog.getByRole("alert")).toHaveCount(0);
  await session.send("Input.insertText", { text: "鍵" });
  await expect(name).toHaveValue("鍵");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Select at least one permission.")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await expect(dialog).toHaveCount(0);

  await page.getByRole("searchbox", { name: "Search keys" }).click();
  await compose("か");
  await page.clock.fastForward(1000);
  await expect(page).toHaveURL(/\/api-keys$/);
  await session.send("Input.insertText", { text: "鍵" });
  await page.clock.fastForward(1000);
  await expect(page).toHaveURL(/\?search=%E9%8D%B5$/);
});
