import { DAY_MS, MINUTE_MS } from "@/lib/core/durations";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("a key expires at the minute shown in the user's time zone", async ({ page, signInAndGoto }) => {
  await page.clock.setFixedTime("2026-09-01T09:30:00Z");
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  // 10:30 in London in summer; 90 days later the same local time, in winter.
  await expect(page.getByText("Expires 30 Nov 2026, 10:30 Europe/London (GMT).")).toBeVisible();
  await page.getByRole("radio", { name: "Custom date" }).check();
  await expect(page.getByText("Pick a date within the next 100 years.")).toBeVisible();
  await page.getByLabel("Expiry date").fill("2126-07-31");
  await expect(page.getByText("Expires 31 Jul 2126, 23:59 Europe/London (BST).")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Name" }).fill("Century");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByRole("button", { name: "Done with Century" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Century" })).toContainText(
    "31 Jul 2126, 23:59",
  );
});

test("announces the expiry date when it is selected, and not again as time passes", async ({
  page,
  signInAndGoto,
}) => {
  await page.clock.install({ time: "2026-09-01T09:30:00Z" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  const expiry = page.getByRole("status").filter({ hasText: "Expires" });
  await expect(expiry).toHaveText("Expires 30 Nov 2026, 10:30 Europe/London (GMT).");
  await page.clock.runFor("05:00");
  await expect(expiry).toHaveText("Expires 30 Nov 2026, 10:30 Europe/London (GMT).");
  await page.getByRole("radio", { name: "30 days" }).check();
  await expect(expiry).toHaveText("Expires 01 Oct 2026, 10:35 Europe/London (BST).");
});

test("a key's expiry state updates as time passes, without another request", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const until = (left: number) => new Date(Date.now() + left).toISOString();
  const { key } = await makeKey(workspace.operator, { name: "Ending", expiresAt: until(30 * MINUTE_MS) });
  await makeKey(workspace.operator, { name: "Ageing", expiresAt: until(14 * DAY_MS + 30 * MINUTE_MS) });
  await page.clock.install();
  await signInAndGoto("configure/api-keys");
  const row = (name: string) =>
    page
      .getByRole("list", { name: "API keys" })
      .getByRole("listitem")
      .filter({
        has: page.getByRole("link", { name }),
      });
  await expect(row("Ending").getByText("Expires soon", { exact: true })).toBeVisible();
  await expect(row("Ageing").getByText("Expires", { exact: true })).toBeVisible();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.clock.fastForward(60 * MINUTE_MS);
  await expect(row("Ending").getByText("Expired", { exact: true })).toBeVisible();
  await expect(row("Ageing").getByText("Expires soon", { exact: true })).toBeVisible();
  expect(requests.filter((url) => url.includes("/data/"))).toEqual([]);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByRole("main").getByText("Expired", { exact: true })).toBeVisible();
});
