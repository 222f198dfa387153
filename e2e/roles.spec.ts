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
  await page.getByRole("link", { name: "Agents" }).click();
  await expect(page.getByRole("list", { name: "Agents" }).getByRole("listitem")).toHaveCount(3);
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Leave"]);
});

test.describe("who may not know of keys", () => {
  // The browser itself logs the 404 that this story is about.
  test.use({ cleanConsole: undefined });
  test("gets a page that says not found", async ({ page, open }) => {
    await open("configure/api-keys", { role: "member", apiKeysAccess: "none" });
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "API keys" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "API Keys" })).toHaveCount(0);
    await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
  });

  test("comes to what they may know of, and finds no way that leads nowhere", async ({
    page,
    stage,
    open,
  }) => {
    await open("", { role: "member", apiKeysAccess: "none", configurationAccess: "edit" });
    await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: "Back to API keys" })).toHaveCount(0);
    await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeEnabled();
    await page.goto(`/${stage.slug}/audit`);
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  });
});
