import type { Page } from "playwright/test";
import { makeKey } from "@/testing/fixtures";
import { delayActions } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

const members = (page: Page) => page.getByRole("heading", { level: 1, name: "Members" });

/** Goes back to Members. React shows the dialog until it has its response, then the other page. */
async function goBackToMembers(page: Page): Promise<void> {
  await page.goBack();
  await expect(page).toHaveURL(/\/members$/);
}

/** Lets what is sent to server actions wait until the call, then fails it as a lost connection does. */
async function abortActionsOnRelease(page: Page): Promise<() => void> {
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  await page.route("**/*", async (route) => {
    if (!route.request().headers()["next-action"]) return route.continue();
    await lost;
    await route.abort();
  });
  return lose;
}

test("a dialog request that fails after navigation is announced on the next page", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED/);
  await makeKey(workspace.operator, { name: "CRM" });
  await signInAndGoto("members", { apiKeysAccess: "edit" });
  await page.getByRole("link", { name: "API Keys" }).click();
  await page.getByRole("button", { name: "Delete CRM" }).click();
  const loseDelete = await abortActionsOnRelease(page);
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByRole("button", { name: "Deleting…" })).toBeVisible();
  await goBackToMembers(page);
  loseDelete();
  await expect(members(page)).toBeVisible();
  await expect(page.getByText(/^Delete CRM\? No response from the server/)).toBeVisible();
  await page.unroute("**/*");

  await page.getByRole("link", { name: "Agents" }).click();
  await page.getByRole("button", { name: "Rename Reception UK" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Reception London");
  const loseRename = await abortActionsOnRelease(page);
  const sent = page.waitForRequest((request) => request.headers()["next-action"] !== undefined);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await sent;
  await goBackToMembers(page);
  loseRename();
  await expect(members(page)).toBeVisible();
  await expect(page.getByText("Your change may or may not have been saved.")).toBeVisible();
});

test("a key created after navigation is named, because its secret was never shown", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("members", { apiKeysAccess: "edit" });
  await page.getByRole("link", { name: "API Keys" }).click();
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night sync");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  const release = await delayActions(page);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("button", { name: "Creating…" })).toBeVisible();
  await goBackToMembers(page);
  release();
  await expect(members(page)).toBeVisible();
  await expect(
    page.getByText("Created “Night sync”, but you left the page before the key was shown."),
  ).toBeVisible();
});
