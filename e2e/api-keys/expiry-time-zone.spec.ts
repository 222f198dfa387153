import { expect, test } from "../support/fixtures";

test("a key expires at the minute shown in the user's time zone", async ({
  page,
  signInAndGoto,
  expectAccessible,
}) => {
  await page.clock.setFixedTime("2026-09-01T09:30:00Z");
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  // 10:30 in London, summer time; ninety days later the same hour, winter time.
  await expect(page.getByText("Ends 30 Nov 2026, 10:30 Europe/London (GMT).")).toBeVisible();
  await page.getByRole("radio", { name: "On a date" }).check();
  await expect(page.getByText("Choose a day, today to 100 years from now.")).toBeVisible();
  await page.getByLabel("Last day").fill("2126-07-31");
  await expect(page.getByText("Ends 31 Jul 2126, 23:59 Europe/London (BST).")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Century");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "Done with Century" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "Century" })).toContainText("31 Jul 2126, 23:59");
});
