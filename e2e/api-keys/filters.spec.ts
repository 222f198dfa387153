import { addDays } from "date-fns";
import { db } from "@/db/client/client";
import { upsertKeyUsage } from "@/db/queries/api-key-usage";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("filters combine, are stored in the URL, and the back button reverts them one at a time", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const inDays = (days: number) => addDays(new Date(), days).toISOString();
  const { uk, spain } = workspace.agents;
  const make = (name: string, rest: Parameters<typeof makeKey>[1]) =>
    makeKey(workspace.operator, { name, permissions: ["handoff"], expiresAt: inDays(90), ...rest });
  const ended = await make("Ended", { expiresAt: inDays(-1) });
  const ending = await make("Ending", { expiresAt: inDays(13), permissions: ["conversations"] });
  await make("UK desk", { agents: [uk.id], permissions: ["conversations"] });
  await make("Spain desk", { agents: [spain.id] });
  await upsertKeyUsage(
    db(),
    [ended, ending].map(({ key }, n) => ({
      workspaceId: workspace.operator.workspaceId,
      keyId: key.id,
      success: {
        at: addDays(new Date(), n - 3),
        path: "/v3/conversations",
        address: "127.0.0.1",
        status: 200,
      },
      refusal: null,
    })),
  );
  await signInAndGoto("configure/api-keys");

  const rows = page.getByRole("list", { name: "API keys" }).getByRole("button", { name: /^Edit / });
  const expectKeys = async (...names: string[]) => {
    await expect(rows).toHaveCount(names.length);
    for (const [n, name] of names.entries()) await expect(rows.nth(n)).toHaveAccessibleName(`Edit ${name}`);
  };
  const select = (label: string, option: string) =>
    page.getByRole("combobox", { name: label }).selectOption(option);

  await expectKeys("Spain desk", "UK desk", "Ending", "Ended");
  await select("Sort keys", "Last success");
  await expect(page).toHaveURL(/\?sort=used$/);
  await expect(rows.first()).toHaveAccessibleName("Edit Ending");
  await expect(rows.nth(1)).toHaveAccessibleName("Edit Ended");
  await select("Sort keys", "Name");

  await select("State", "Expired");
  await expectKeys("Ended");
  await expect(page.getByText("Expired", { exact: true }).last()).toBeVisible();
  await select("State", "Expiring within 14 days");
  await expectKeys("Ending");
  await select("State", "Active");
  await expectKeys("Spain desk", "UK desk");
  await select("Agent", "Reception UK");
  await expectKeys("UK desk");
  await select("State", "Any state");
  await expectKeys("Ended", "Ending", "UK desk");
  await select("Permission", "Conversations data");
  await expectKeys("Ending", "UK desk");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("desk");
  await expectKeys("UK desk");
  await expect(page.getByRole("status").getByText("1 result")).toBeVisible();

  const shared = page.url();
  expect(shared).toMatch(/sort=name.*permission=conversations.*agent=PROJECT-/);
  await page.reload();
  await expectKeys("UK desk");
  await page.goBack();
  await expectKeys("Ending", "UK desk");
  await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveValue("");
  await page.goBack();
  await expectKeys("Ended", "Ending", "UK desk");
  await expect(page.getByRole("combobox", { name: "Permission" })).toHaveValue("");
  await page.goForward();
  await expectKeys("Ending", "UK desk");

  await page.goto(shared);
  await select("State", "Expired");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await expect(
    page.getByText("No keys match these filters: “desk”, Expired, Conversations data, Reception UK."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expectKeys("Spain desk", "UK desk");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("");
  await expectKeys("Ended", "Ending", "Spain desk", "UK desk");
});

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

  const field = () => search.inputValue();
  await search.fill("");
  await expectNames("alpha", "Bravo", "Charlie 100%");
  const requested: string[] = [];
  page.on("request", (request) => requested.push(`${request.url()} ${request.headers().referer}`));
  // As from a command in a terminal.
  await search.fill(`curl -H 'x-api-key: ${bravo.secret}' ${"x".repeat(100)}`);
  expect(await field()).toBe(bravo.key.masked);
  await expectNames("Bravo");
  await search.fill(` "${bravo.secret}"`);
  expect(await field()).toBe(bravo.key.masked);
  expect(requested.join()).not.toContain(bravo.secret.slice(9, 40));
  await page.goto(
    `${new URL(page.url()).pathname}?sort=name&search=${encodeURIComponent(`"${bravo.secret}"`)}&other=${bravo.secret}`,
  );
  await expectNames("Bravo");
  await expect(page).toHaveURL(/\?search=ask_\w{4}\*{12}\w{4}&sort=name$/);

  await search.fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expectNames("alpha", "Bravo", "Charlie 100%");
});

test("loads more keys on demand when they do not fit on one page", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  for (let n = 0; n < 51; n++)
    await makeKey(workspace.operator, { name: `Key ${String(n).padStart(2, "0")}` });
  await signInAndGoto("configure/api-keys?sort=name");
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByRole("button", { name: "Edit Key 50" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
});
