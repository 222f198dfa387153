import type { Page } from "playwright/test";
import { expect, revealedSecret } from "./fixtures";

/** On the page of the keys: makes one by the dialog, for all agents, and leaves its secret on the screen. */
export async function createKeyInDialog(page: Page, name: string, permission = "Handoff"): Promise<string> {
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("checkbox", { name: permission }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  return revealedSecret(page);
}

/** On the page of the configuration: opens an agent's panel where it is shut. */
export async function openAgentPanel(page: Page, agent: string) {
  const trigger = page.getByRole("button", { name: new RegExp(agent) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  return page.getByRole("region", { name: new RegExp(agent) });
}

/** On the page of the agents: gives an agent another name and waits for the message that offers Undo. */
export async function renameAgentInDialog(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: `Rename ${from}` }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(to);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText(`Renamed to “${to}”.`)).toBeVisible();
}
