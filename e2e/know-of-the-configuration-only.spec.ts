import { expect, test } from "./fixtures";

test("who may not know of keys comes to what they may know of, and finds no way that leads nowhere", async ({
  page,
  stage,
  open,
  provoke,
}) => {
  provoke(/status of 404 .*\/audit$/);
  await open("", { role: "member", apiKeysAccess: "none", configurationAccess: "edit" });
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to API keys" })).toHaveCount(0);
  await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeEnabled();
  await page.goto(`/${stage.slug}/audit`);
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});
