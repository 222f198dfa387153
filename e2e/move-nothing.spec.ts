import type { Page } from "playwright/test";
import { openDialog } from "./dialogs";
import { expect, test } from "./fixtures";
import { openPanel } from "./steps";

/** What moves or fades just now. */
const moving = (page: Page) => page.evaluate(() => document.getAnimations().length);

test("who wants no motion sees none", async ({ page, stage, open }) => {
  const { uk, spain } = stage.agents;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open("configure/api-keys/configuration");
  const panel = await openPanel(page, uk.name);
  expect(await moving(page), "as a panel opens").toBe(0);
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  expect(await moving(page), "as a switch is thrown").toBe(0);
  await expect(panel.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Agents", exact: true }).click();
  const { dialog } = await openDialog(page, { by: "Agent", title: "New agent" });
  expect(await moving(page), "as a dialog opens").toBe(0);
  await page.keyboard.type("Concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Created Concierge.")).toBeVisible();
  expect(await moving(page), "as a word appears").toBe(0);
  await expect(dialog).toHaveCount(0);

  // Who has said nothing sees a switch slide.
  await page.goto(`/${stage.slug}/configure/api-keys/configuration`);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const other = await openPanel(page, spain.name);
  const begun = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener("transitionrun", () => resolve("moves"), { once: true }),
      ),
  );
  await other.getByRole("switch", { name: "Conversation transcript" }).click();
  expect(await begun).toBe("moves");
});
