import type { Page } from "playwright/test";
import { openAgentPanel } from "../support/actions";
import { openDialog } from "../support/dialogs";
import { expect, test } from "../support/fixtures";

/** The number of animations and transitions that are running. */
const runningAnimations = (page: Page) => page.evaluate(() => document.getAnimations().length);

test("respects prefers-reduced-motion", async ({ page, workspace, signInAndGoto }) => {
  const { uk, spain } = workspace.agents;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, uk.name);
  expect(await runningAnimations(page), "as a panel opens").toBe(0);
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  expect(await runningAnimations(page), "as a switch is toggled").toBe(0);
  await expect(panel.getByText("Saved", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Agents", exact: true }).click();
  const { dialog } = await openDialog(page, { triggerName: "Agent", title: "New agent" });
  expect(await runningAnimations(page), "as a dialog opens").toBe(0);
  await page.keyboard.type("Concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Created “Concierge”.")).toBeVisible();
  expect(await runningAnimations(page), "as a toast appears").toBe(0);
  await expect(dialog).toHaveCount(0);

  // Without a preference, a switch slides.
  await page.goto(`/${workspace.slug}/configure/api-keys/configuration`);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const other = await openAgentPanel(page, spain.name);
  const started = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener("transitionrun", () => resolve("animates"), { once: true }),
      ),
  );
  await other.getByRole("switch", { name: "Conversation transcript" }).click();
  expect(await started).toBe("animates");
});
