import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("search and order live in the address, and the back button undoes them", async ({
  page,
  stage,
  open,
}) => {
  const bravo = await makeKey(stage.operator, { name: "Bravo", expiresAt: "2090-01-01T00:00:00Z" });
  await makeKey(stage.operator, { name: "alpha", expiresAt: "2099-01-01T00:00:00Z" });
  await makeKey(stage.operator, { name: "Charlie 100%", expiresAt: "2080-01-01T00:00:00Z" });
  await open("configure/api-keys");
  const names = page.getByRole("button", { name: /^Edit / });
  const expectNames = (...expected: string[]) =>
    expect(names)
      .toHaveText(expected.map(() => ""))
      .then(async () => {
        for (const [n, name] of expected.entries())
          await expect(names.nth(n)).toHaveAccessibleName(`Edit ${name}`);
      });

  await expectNames("Charlie 100%", "alpha", "Bravo");
  await page.getByRole("combobox", { name: "Sort keys" }).selectOption("Name");
  await expectNames("alpha", "Bravo", "Charlie 100%");
  await expect(page).toHaveURL(/\?sort=name$/);
  await page.getByRole("combobox", { name: "Sort keys" }).selectOption("Expiring soonest");
  await expectNames("Charlie 100%", "Bravo", "alpha");
  await page.goBack();
  await expectNames("alpha", "Bravo", "Charlie 100%");

  const search = page.getByRole("searchbox", { name: "Search keys" });
  await search.fill("0%");
  await expectNames("Charlie 100%");
  await search.fill(bravo.key.masked);
  await expectNames("Bravo");
  await page.reload();
  await expectNames("Bravo");
  await search.fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expectNames("alpha", "Bravo", "Charlie 100%");
});

test("with more keys than a page, the rest comes on demand", async ({ page, stage, open }) => {
  for (let n = 0; n < 51; n++) await makeKey(stage.operator, { name: `Key ${String(n).padStart(2, "0")}` });
  await open("configure/api-keys?sort=name");
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByRole("button", { name: "Edit Key 50" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
});

test.describe("a list that cannot be loaded", () => {
  // The browser itself logs the 503 that this story is about.
  test.use({ cleanConsole: undefined });
  test("says so and can be tried again", async ({ page, stage, open }) => {
    await makeKey(stage.operator, { name: "Somewhere" });
    await open("configure/api-keys");
    await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
    await page.route("**/data/api-keys**", (route) =>
      route.fulfill({
        status: 503,
        json: {
          code: "UNAVAILABLE",
          message: "The service is busy or starting. Try again in a moment.",
          fields: {},
        },
      }),
    );
    await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
    await expect(page.getByText("The service is busy or starting.")).toBeVisible();
    await page.unroute("**/data/api-keys**");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("The service is busy or starting.")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
  });
});
