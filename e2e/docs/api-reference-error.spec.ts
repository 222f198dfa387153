import { expect, test } from "../support/fixtures";

test("shows an error when the OpenAPI document fails to load, and retry loads the reference", async ({
  page,
  expectAccessible,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/openapi\.json$/);
  await page.route("**/openapi.json", (route) => route.abort());
  await page.goto("/docs/api");
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/openapi.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Operations" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toHaveCount(0);
});
