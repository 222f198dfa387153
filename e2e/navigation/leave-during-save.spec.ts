import type { Page } from "playwright/test";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { makeKey } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { abortActions, delayActions, isAction, nextAction } from "../support/delay-actions";
import { expect, test, type WorkspaceFixture } from "../support/fixtures";

const storedConfiguration = async ({ operator, agents }: WorkspaceFixture) =>
  (await listResponseConfigurations(operator)).find(({ agent }) => agent.id === agents.uk.id);

/** Turns the transcript on, and all metrics on while the first save has no response yet. */
async function changeTwice(page: Page, name: string): Promise<() => void> {
  const panel = await openAgentPanel(page, name);
  const release = await delayActions(page);
  const sent = nextAction(page);
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await sent;
  await panel.getByRole("switch", { name: "All metrics" }).click();
  await expect(panel.getByText("Saving…")).toBeVisible();
  return release;
}

for (const [place, link, heading] of [
  ["another page of the workspace", "Members", "Members"],
  ["the account", /^Your account/, "Your account"],
  ["the documentation", "API docs", /./],
] as const) {
  test(`the last change is stored after leaving for ${place} during a save`, async ({
    page,
    workspace,
    signInAndGoto,
  }) => {
    await signInAndGoto("configure/api-keys/configuration");
    const release = await changeTwice(page, workspace.agents.uk.name);
    await page.getByRole("link", { name: link }).click();
    await expect(page).not.toHaveURL(/\/configuration$/);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    release();
    await expect
      .poll(async () => storedConfiguration(workspace))
      .toMatchObject({ metrics: { mode: "all" }, transcript: true, version: 3 });
    await expect(page.getByText(/your change to/i)).toHaveCount(0);
  });
}

test("returning during a save shows the pending change, and another change does not conflict with it", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys/configuration");
  const release = await changeTwice(page, workspace.agents.uk.name);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.goBack();
  const panel = await openAgentPanel(page, workspace.agents.uk.name);
  await expect(panel.getByText("Saving…")).toBeVisible();
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  release();
  await expect(panel.getByText("Saved", { exact: true })).toBeVisible();
  await expect(panel.getByRole("alert")).toHaveCount(0);
  expect(await storedConfiguration(workspace)).toMatchObject({ metrics: { mode: "all" }, transcript: false });
});

for (const [place, link] of [
  ["another page of the workspace", "Members"],
  ["the documentation", "API docs"],
] as const) {
  test(`a save that fails after leaving for ${place} is reported there and can be retried`, async ({
    page,
    workspace,
    signInAndGoto,
    expectConsoleError,
  }) => {
    expectConsoleError(/ERR_FAILED/);
    const { uk } = workspace.agents;
    await signInAndGoto("configure/api-keys/configuration");
    const release = await changeTwice(page, uk.name);
    await page.getByRole("link", { name: link }).click();
    await expect(page).not.toHaveURL(/\/configuration$/);
    // Added last, so it handles what is sent from now on; the first save is already in the other handler.
    await abortActions(page);
    release();
    const message = page.getByText(`Your change to “${uk.name}” may or may not have been saved.`);
    await expect(message).toBeVisible();
    await expectAccessible(page);
    expect(await storedConfiguration(workspace)).toMatchObject({
      transcript: true,
      metrics: { mode: "chosen" },
    });
    await page.unroute("**/*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText(`Saved your change to “${uk.name}”.`)).toBeVisible();
    expect(await storedConfiguration(workspace)).toMatchObject({
      transcript: true,
      metrics: { mode: "all" },
    });
  });
}

test("a save rejected after navigation shows the reason", async ({ page, workspace, signInAndGoto }) => {
  const { uk } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  const release = await changeTwice(page, uk.name);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.context().clearCookies();
  release();
  await expect(page.getByText(`Your change to “${uk.name}” was not saved.`)).toBeVisible();
});

test("closing the tab during a save asks for confirmation, before and after navigation", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys/configuration");
  const release = await changeTwice(page, workspace.agents.uk.name);
  const expectCloseConfirmation = async () => {
    const opened = page.waitForEvent("dialog");
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await opened;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await closing;
  };
  await expectCloseConfirmation();
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await expectCloseConfirmation();
  release();
  await expect
    .poll(async () => storedConfiguration(workspace))
    .toMatchObject({ metrics: { mode: "all" }, transcript: true });
});

const members = (page: Page) => page.getByRole("heading", { level: 1, name: "Members" });

/** Goes back to Members. React shows the dialog until it has its response, then the other page. */
async function goBackToMembers(page: Page): Promise<void> {
  await page.goBack();
  await expect(page).toHaveURL(/\/members$/);
}

/** Delays requests to server actions until the returned function is called, then aborts them like a lost connection. */
async function abortActionsOnRelease(page: Page): Promise<() => void> {
  let abort = () => {};
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  await page.route("**/*", async (route) => {
    if (!isAction(route.request())) return route.continue();
    await aborted;
    await route.abort();
  });
  return abort;
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
  const abortDelete = await abortActionsOnRelease(page);
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByRole("button", { name: "Deleting…" })).toBeVisible();
  await goBackToMembers(page);
  abortDelete();
  await expect(members(page)).toBeVisible();
  await expect(page.getByText(/^Delete CRM\? No response from the server/)).toBeVisible();
  await page.unroute("**/*");

  await page.getByRole("link", { name: "Agents" }).click();
  await page.getByRole("button", { name: "Rename Reception UK" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Reception London");
  const abortRename = await abortActionsOnRelease(page);
  const sent = nextAction(page);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await sent;
  await goBackToMembers(page);
  abortRename();
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
