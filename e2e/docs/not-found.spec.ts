import { expect, test } from "../support/fixtures";

test("an unknown documentation page shows Not found with the navigation", async ({
  page,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/docs\/no-such-page$/);
  const answer = await page.goto("/docs/no-such-page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
  await page.getByRole("link", { name: "All pages" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
});
