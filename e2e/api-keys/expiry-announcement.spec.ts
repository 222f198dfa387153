import { expect, test } from "../support/fixtures";

test("announces the expiry date when it is selected, and not again as time passes", async ({
  page,
  signInAndGoto,
}) => {
  await page.clock.install({ time: "2026-09-01T09:30:00Z" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  const end = page.getByRole("status").filter({ hasText: "Ends" });
  await expect(end).toHaveText("Ends 30 Nov 2026, 10:30 Europe/London (GMT).");
  await page.clock.runFor("05:00");
  await expect(end).toHaveText("Ends 30 Nov 2026, 10:30 Europe/London (GMT).");
  await page.getByRole("radio", { name: "30 days" }).check();
  await expect(end).toHaveText("Ends 01 Oct 2026, 10:35 Europe/London (BST).");
});
