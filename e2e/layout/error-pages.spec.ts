import { pool } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

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
  await expectResponsive(page, "not found, in a workspace");

  // No verb writes such an instant, and no page can tell it.
  await pool().query("update api_keys set created_at = 'infinity' where id = $1", [key.id]);
  await page.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(page.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  await expectResponsive(page, "a page that broke");
});
