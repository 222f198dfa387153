import type { Page } from "playwright/test";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { openAgentPanel } from "../support/actions";
import { delayActions } from "../support/delay-actions";
import { expect, test, type WorkspaceFixture } from "../support/fixtures";

const storedConfiguration = async ({ operator, agents }: WorkspaceFixture) =>
  (await listResponseConfigurations(operator)).find(({ agent }) => agent.id === agents.uk.id);

const isAction = (headers: Record<string, string>) => headers["next-action"] !== undefined;

/** Turns the transcript on, and all metrics on while the first save has no response yet. */
async function changeTwice(page: Page, name: string): Promise<() => void> {
  const panel = await openAgentPanel(page, name);
  const release = await delayActions(page);
  const sent = page.waitForRequest((request) => isAction(request.headers()));
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
    expectAccessible,
  }) => {
    expectConsoleError(/ERR_FAILED/);
    const { uk } = workspace.agents;
    await signInAndGoto("configure/api-keys/configuration");
    const release = await changeTwice(page, uk.name);
    await page.getByRole("link", { name: link }).click();
    await expect(page).not.toHaveURL(/\/configuration$/);
    // Added last, so it handles what is sent from now on; the first save is already in the other handler.
    await page.route("**/*", (route) =>
      isAction(route.request().headers()) ? route.abort() : route.fallback(),
    );
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
  const closingAsks = async () => {
    const asked = page.waitForEvent("dialog");
    const closing = page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await closing;
  };
  await closingAsks();
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await closingAsks();
  release();
  await expect
    .poll(async () => storedConfiguration(workspace))
    .toMatchObject({ metrics: { mode: "all" }, transcript: true });
});
