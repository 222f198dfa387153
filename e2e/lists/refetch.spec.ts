import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { delayReads } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";
import { failWithUnavailable, respondUnavailable, UNAVAILABLE_MESSAGE } from "../support/unavailable";

test("a list that failed to load shows an error and can be refetched", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/data\/api-keys/);
  await makeKey(workspace.operator, { name: "Somewhere" });
  await signInAndGoto("configure/api-keys");
  await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
  await failWithUnavailable(page, "**/data/api-keys**");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
  await expect(page.getByText(UNAVAILABLE_MESSAGE)).toBeVisible();
  await page.unroute("**/data/api-keys**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText(UNAVAILABLE_MESSAGE)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
});

test("stale rows stay readable and are marked as loading during a search", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("configure/api-keys");
  const release = await delayReads(page);
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Gate");
  await expect(page.getByRole("list", { name: "API keys" })).toHaveAttribute("aria-busy", "true");
  await expect(page.getByText("Loading…")).toBeVisible();
  await expect(page.getByText("1 key", { exact: true })).toHaveCount(0);
  await expectResponsive(page, "stale rows");
  release();
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await expect(page.getByText("Loading…")).toHaveCount(0);
});

test("a failed usage count can be retried in the delete dialog", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/recent-use\?/);
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{}, {}]);
  await signInAndGoto("configure/api-keys");
  await failWithUnavailable(page, "**/recent-use?*");
  await page.getByRole("button", { name: "Delete CRM sync" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("Could not count the requests of the last 24 hours.")).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/recent-use?*");
  await dialog.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(dialog.getByRole("status")).toHaveText("2 requests in the last 24 hours, from 1 IP address.");
  // The focus is still in the dialog, so Escape closes it.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete CRM sync" })).toBeFocused();
});

test("retry shows a pending state and keeps focus until the data has loaded", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/deletion$/);
  await signInAndGoto("agents");
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let busy = true;
  await page.route("**/deletion", async (route) => {
    if (busy) return respondUnavailable(route);
    await released;
    return route.continue();
  });
  await page.getByRole("button", { name: `Delete ${workspace.agents.uk.name}` }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText(UNAVAILABLE_MESSAGE)).toBeVisible();
  busy = false;
  await dialog.getByRole("button", { name: "Try again" }).press("Enter");
  const trying = dialog.getByRole("button", { name: "Trying again…" });
  await expect(trying).toBeDisabled();
  await expect(trying).toBeFocused();
  release();
  await expect(dialog.getByText("It has no conversations.")).toBeVisible();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
});
