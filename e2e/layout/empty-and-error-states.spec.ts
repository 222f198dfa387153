import { pool } from "@/db/client/client";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";
import { failWithUnavailable, UNAVAILABLE_MESSAGE } from "../support/unavailable";

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

test("query errors fit every width in both themes", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/data\//);
  const { key } = await makeKey(workspace.operator, { name: "Door" });
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto("configure/api-keys");
  await failWithUnavailable(page, "**/data/**");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
  await expect(page.getByRole("alert").filter({ hasText: UNAVAILABLE_MESSAGE }).first()).toBeVisible();
  await expectResponsive(page, "the failed key list");
  await page.unroute("**/data/**");
  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await failWithUnavailable(page, "**/data/**");
  await page.getByLabel("Status", { exact: true }).selectOption("Success (2xx)");
  await expect(page.getByRole("alert").filter({ hasText: UNAVAILABLE_MESSAGE }).first()).toBeVisible();
  await expectResponsive(page, "the failed request log");
});

test("the not-found and error pages fit every width in both themes", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/nothing-here$/);
  expectConsoleError(/status of 500 .*\/configure\/api-keys$/);
  expectConsoleError(/React error #441;/);
  const { key } = await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("nothing-here");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expectResponsive(page, "Not found in a workspace");

  // No use case stores this time, and no page can format it.
  await pool().query("update api_keys set created_at = 'infinity' where id = $1", [key.id]);
  await page.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expectResponsive(page, "the error page");
});
