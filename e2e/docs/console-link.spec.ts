import { expect, test } from "../support/fixtures";

test("the console links to the documentation", async ({ page, signInAndGoto }) => {
  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "API docs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
  await page.getByRole("link", { name: "Console" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
});
