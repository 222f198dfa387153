import { expect, test } from "../support/fixtures";

test("a member with access to the configuration only lands there and sees no links to other pages", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/audit$/);
  await signInAndGoto("", { role: "member", apiKeysAccess: "none", configurationAccess: "edit" });
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to API keys" })).toHaveCount(0);
  await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeEnabled();
  await page.goto(`/${workspace.slug}/audit`);
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});
