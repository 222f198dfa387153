import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a read-only member sees every page and no edit controls", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  await makeKey(workspace.operator, { name: "Look only" });
  await signInAndGoto("configure/api-keys", { role: "member" });
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
  // Copying the workspace's ID and slug changes nothing.
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(2);
  await expect(page.getByRole("main").getByRole("button", { name: /^Copy workspace / })).toHaveCount(2);
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Leave"]);
});
