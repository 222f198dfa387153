import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("copies the key ID from the key's page", async ({ page, workspace, signInAndGoto, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await page.getByRole("button", { name: "Copy key ID" }).click();
  await expect(page.getByText("Copied the ID of CRM sync.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.id);
});
