import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

test("the page Agents has the workspace's ID and slug, and copies each", async ({
  page,
  stage,
  open,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open("agents", { role: "member" });
  const workspace = page.getByRole("region", { name: "Workspace" });
  await expect(workspace).toContainText(stage.operator.workspaceId);
  await expect(workspace).toContainText(stage.slug);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy workspace ID" }).click();
  await expect(page.getByText("Copied the workspace ID.")).toBeVisible();
  expect(await copied()).toBe(stage.operator.workspaceId);
  await page.getByRole("button", { name: "Copy workspace slug" }).click();
  await expect(page.getByText("Copied the workspace slug.")).toBeVisible();
  expect(await copied()).toBe(stage.slug);
  await expectToFit(page, "the agents");
});
