import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { callApi, expect, revealedSecret, test } from "../support/fixtures";

test("rotating a key shows the successor's secret once, and both keys work", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { secret, key } = await makeKey(workspace.operator, { name: "CRM" });
  await makeKey(workspace.operator, { name: "crm 2" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await seedRequestLog(workspace.operator, key.id, [{ address: "192.0.2.1" }, { address: "192.0.2.2" }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("CRM 3");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  const next = await revealedSecret(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "CRM" })).toBeFocused();
  expect((await callApi(path, secret)).status).toBe(200);
  expect((await callApi(path, next)).status).toBe(200);

  const panel = page.getByRole("region", { name: "Being replaced by CRM 3" });
  await expect(panel).toContainText("2 requests in the last 24 hours, from 2 addresses.");
  await expect(panel.getByRole("listitem").filter({ hasText: "192.0.2.2" })).toContainText("ago");
  await expect(panel.getByText("No successful request in the last 24 hours.")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Rotate" })).toHaveCount(0);
  await expectAccessible(page);
  await panel.getByRole("link", { name: "CRM 3" }).click();
  await expect(page.getByText("Made to replace CRM.")).toBeVisible();
  await page.getByRole("link", { name: "CRM", exact: true }).click();
  await expect(panel).toBeVisible();
});
