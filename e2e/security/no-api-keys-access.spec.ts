import { expect, test } from "../support/fixtures";

test("a member without access to API keys gets Not found", async ({
  page,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/configure\/api-keys$/);
  await signInAndGoto("configure/api-keys", { role: "member", apiKeysAccess: "none" });
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "API keys" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "API Keys" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
});
