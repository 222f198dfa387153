import type { Page } from "playwright/test";
import { expect, revealedSecret } from "./fixtures";

/** On the API Keys page: creates a key for all agents in the dialog, which then shows the secret. Returns the secret. */
export async function createKeyInDialog(page: Page, name: string, permission = "Handoff"): Promise<string> {
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("checkbox", { name: permission }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  return revealedSecret(page);
}

/** On the Configuration page: opens an agent's panel unless it is open. */
export async function openAgentPanel(page: Page, agent: string) {
  const trigger = page.getByRole("button", { name: new RegExp(agent) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  return page.getByRole("region", { name: new RegExp(agent) });
}

/** On the Agents page: renames an agent and waits for the toast that offers Undo. */
export async function renameAgentInDialog(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: `Rename ${from}` }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(to);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText(`Renamed to “${to}”.`)).toBeVisible();
}

/** Waits until React handles the events of a page that was loaded again. A click before that does nothing. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const main = document.querySelector("main");
    return main !== null && Object.keys(main).some((name) => name.startsWith("__reactProps"));
  });
}
