import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("search and sort order are stored in the URL, and the back button reverts them", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const bravo = await makeKey(workspace.operator, { name: "Bravo", expiresAt: "2090-01-01T00:00:00Z" });
  await makeKey(workspace.operator, { name: "alpha", expiresAt: "2099-01-01T00:00:00Z" });
  await makeKey(workspace.operator, { name: "Charlie 100%", expiresAt: "2080-01-01T00:00:00Z" });
  await signInAndGoto("configure/api-keys");
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
