import { pool } from "@/db/client";
import { makeKey } from "@/lib/testing/fixtures";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

test("a page that is not there and a page that broke fit every width in both themes", async ({
  page,
  stage,
  open,
  provoke,
}) => {
  provoke(/status of 404 .*\/nothing-here$/);
  provoke(/status of 500 .*\/configure\/api-keys$/);
  provoke(/React error #441;/);
  const { key } = await makeKey(stage.operator, { name: "Door" });
  await open("nothing-here");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expectToFit(page, "not found, in a workspace");

  // No verb writes such an instant, and no page can tell it.
  await pool().query("update api_keys set created_at = 'infinity' where id = $1", [key.id]);
  await page.goto(`/${stage.slug}/configure/api-keys`);
  await expect(page.getByRole("heading", { name: "Something broke on our side" })).toBeVisible();
  await expectToFit(page, "a page that broke");
});
