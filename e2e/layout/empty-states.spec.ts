import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("empty states fit every width in both themes", async ({ page, workspace, signInAndGoto }) => {
  await signInAndGoto("configure/api-keys");
  await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
  await expectResponsive(page, "no keys");
  const { key } = await makeKey(workspace.operator, { name: "Door" });
  await page.goto(`/${workspace.slug}/configure/api-keys?search=nothing+like+it`);
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await expectResponsive(page, "no match");
  await page.goto(`/${workspace.slug}/audit?target=nothing+like+it`);
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  await expectResponsive(page, "an audit without a match");
  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByText("This key hasn’t been used yet")).toBeVisible();
  await expectResponsive(page, "a key without a request");
});
