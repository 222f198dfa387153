import { pool } from "@/db/client/client";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("a key whose requests all failed shows no success in the list, on its page and in the delete dialog", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { secret, key } = await makeKey(workspace.operator, { name: "Locked out", permissions: ["handoff"] });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, secret)).status).toBe(403);
  await signInAndGoto("configure/api-keys");
  const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem").first();
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("No success yet", { timeout: 1000 });
  }).toPass();
  await expect(row).toContainText(/Last error .* ago \(403\)/);
  await expectResponsive(page, "the list with a key whose requests failed");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Delete Locked out" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(/No success yet\. Last error .* ago \(403\)\./);
  await expect(dialog).toContainText("1 request in the last 24 hours, failed, from 1 IP address.");
  await page.keyboard.press("Escape");

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const detail = (term: string) =>
    page.getByRole("definition").filter({ has: page.locator(`xpath=../dt[.="${term}"]`) });
  await expect(detail("Last success")).toHaveText("No success yet");
  await expect(detail("Last error")).toContainText(/ago, 403 from/);
  await expect(detail("Last error")).toContainText(path);
  await expectResponsive(page, "the page of a key whose requests failed");
});

test("a permission unused for 30 days is suggested for removal and removed with one click", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key, secret } = await makeKey(workspace.operator, {
    name: "Reporting",
    permissions: ["conversations", "handoff"],
  });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ endpoint: "listConversations" }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toBeVisible();
  await expectAccessible(page);

  // Another user saves first: their change is kept, and the next click starts from it.
  const change = { id: key.id, version: key.version, name: "Reports" };
  await editApiKey(workspace.operator, { ...change, permissions: key.permissions });
  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Someone else updated this key")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeVisible();

  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Removed Handoff from “Reports”.")).toBeVisible();
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toHaveCount(0);
  await expect(page.getByText("Someone else updated this key")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeFocused();
  const handoff = `/v1/${workspace.slug}/${workspace.agents.uk.slug}/handoff_state?id=CA1`;
  expect((await callApi(handoff, secret)).status).toBe(403);
});
