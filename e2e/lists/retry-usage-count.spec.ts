import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a failed usage count can be retried in the delete dialog", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
  expectAccessible,
}) => {
  expectConsoleError(/status of 503 .*\/recent-use\?/);
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{}, {}]);
  await signInAndGoto("configure/api-keys");
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  await page.route("**/recent-use?*", (route) => route.fulfill({ status: 503, json: error }));
  await page.getByRole("button", { name: "Delete CRM sync" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("Could not count the requests of the last 24 hours.")).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/recent-use?*");
  await dialog.getByRole("button", { name: "Try again" }).press("Enter");
  await expect(dialog.getByRole("status")).toHaveText("2 requests in the last 24 hours, from 1 IP address.");
  // Within the dialog still, where Escape is heard.
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Delete CRM sync" })).toBeFocused();
});

test("announces what will be deleted with an agent once it has loaded", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("agents");
  await page.getByRole("button", { name: `Delete ${workspace.agents.uk.name}` }).click();
  await expect(page.getByRole("alertdialog").getByRole("status")).toContainText("It has no conversations.");
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
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  let busy = true;
  await page.route("**/deletion", async (route) => {
    if (busy) return route.fulfill({ status: 503, json: error });
    await held;
    return route.continue();
  });
  await page.getByRole("button", { name: `Delete ${workspace.agents.uk.name}` }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByText("The service is busy.")).toBeVisible();
  busy = false;
  await dialog.getByRole("button", { name: "Try again" }).press("Enter");
  const trying = dialog.getByRole("button", { name: "Trying again…" });
  await expect(trying).toBeDisabled();
  await expect(trying).toBeFocused();
  release();
  await expect(dialog.getByText("It has no conversations.")).toBeVisible();
  expect(await dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
});
