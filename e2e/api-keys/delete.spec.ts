import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";
import { failWithUnavailable } from "../support/unavailable";

test("a deleted key is rejected by the next request, and other keys keep working", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const deleted = await makeKey(workspace.operator, { name: "Unwanted" });
  const kept = await makeKey(workspace.operator, { name: "Kept" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, deleted.secret)).status).toBe(200);

  await signInAndGoto("configure/api-keys");
  const row = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: "Delete Unwanted" }) });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("Last success", {
      timeout: 1000,
    });
  }).toPass();
  await page.getByRole("button", { name: "Delete Unwanted" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete Unwanted?" });
  await expect(dialog).toContainText("Last success");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Delete Unwanted" })).toBeFocused();

  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("Deleted “Unwanted”.")).toBeVisible();
  expect((await callApi(path, deleted.secret)).status).toBe(401);
  expect((await callApi(path, kept.secret)).status).toBe(200);
  await expect(page.getByRole("button", { name: "Delete Unwanted" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "API keys" })).toBeFocused();
});

test("shows recent usage before a key is deleted", async ({ page, workspace, signInAndGoto }) => {
  const { key } = await makeKey(workspace.operator, { name: "Busy" });
  await makeKey(workspace.operator, { name: "Idle" });
  const addresses = ["192.0.2.1", "192.0.2.2"];
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 14 }, (_, index) => ({ address: addresses[index % 2] })),
  );
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Delete Busy" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("14 requests in the last 24 hours, from 2 IP addresses.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete Idle" }).click();
  await expect(dialog).toContainText("It has never been used. Deleting it is immediate and can’t be undone.");
  await expect(dialog).toContainText("No requests in the last 24 hours.");
});

test("a key can be deleted when its usage cannot be counted", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/recent-use\?/);
  await makeKey(workspace.operator, { name: "Unknown use" });
  await failWithUnavailable(page, "**/recent-use?*");
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Delete Unknown use" }).click();
  await expect(page.getByText("Counting requests…")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete key" })).toBeEnabled();
  await expect(page.getByText("Could not count the requests of the last 24 hours.")).toBeVisible();
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("Deleted “Unknown use”.")).toBeVisible();
});
