import type { Locator } from "playwright/test";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

/** What a select says is wider than its room by, in CSS pixels: a browser cuts it without a word. */
const truncatedPixels = (select: Locator): Promise<number> =>
  select.evaluate((element: HTMLSelectElement) => {
    const style = getComputedStyle(element);
    const pen = document.createElement("canvas").getContext("2d");
    if (!pen) throw new Error("This browser cannot measure text.");
    pen.font = style.font;
    const room =
      element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    return pen.measureText(element.selectedOptions[0]?.text.trim() ?? "").width - room;
  });

test("filter and sort options of the key list are never truncated at any width", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator);
  await signInAndGoto("configure/api-keys");
  const selects = page.getByRole("search").getByRole("combobox");
  await expect(selects).toHaveCount(4);
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const select of await selects.all()) {
      for (const option of await select.getByRole("option").allTextContents()) {
        await select.selectOption({ label: option });
        await expect(select.locator("option:checked")).toHaveText(option);
        expect(await truncatedPixels(select), `${option} at ${width}`).toBeLessThanOrEqual(1);
      }
    }
  }
});
