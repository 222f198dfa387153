import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("shows and copies the workspace ID and slug on the Agents page", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInAndGoto("agents", { role: "member" });
  const region = page.getByRole("region", { name: "Workspace" });
  await expect(region).toContainText(workspace.operator.workspaceId);
  await expect(region).toContainText(workspace.slug);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy workspace ID" }).click();
  await expect(page.getByText("Copied the workspace ID.")).toBeVisible();
  expect(await copied()).toBe(workspace.operator.workspaceId);
  await page.getByRole("button", { name: "Copy workspace slug" }).click();
  await expect(page.getByText("Copied the workspace slug.")).toBeVisible();
  expect(await copied()).toBe(workspace.slug);
  await expectResponsive(page, "the agents");
});
