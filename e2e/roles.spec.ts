import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("a reader sees everything and no control that would fail", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  await makeKey(stage.operator, { name: "Look only" });
  await open("configure/api-keys", { role: "member" });
  await expect(page.getByRole("button", { name: "Copy masked key of Look only" })).toBeVisible();
  for (const name of ["API key", "Edit Look only", "Delete Look only"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeDisabled();
  await expect(page.getByRole("button", { name: "Clear configuration settings" })).toHaveCount(0);
  await expectAccessible(page);
});

test.describe("who may not know of keys", () => {
  // The browser itself logs the 404 that this story is about.
  test.use({ cleanConsole: undefined });
  test("gets a page that says not found", async ({ page, open }) => {
    await open("configure/api-keys", { role: "member", apiKeysAccess: "none" });
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "API keys" })).toHaveCount(0);
  });
});
