import { addDays } from "date-fns";
import { db } from "@/db/client/client";
import { upsertKeyUsage } from "@/db/queries/api-key-usage";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("filters combine, are stored in the URL, and the back button reverts them one at a time", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
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
  const choose = (label: string, option: string) =>
    page.getByRole("combobox", { name: label }).selectOption(option);

  await expectKeys("Spain desk", "UK desk", "Ending", "Ended");
  await choose("Sort keys", "Last success");
  await expect(page).toHaveURL(/\?sort=used$/);
  await expect(rows.first()).toHaveAccessibleName("Edit Ending");
  await expect(rows.nth(1)).toHaveAccessibleName("Edit Ended");
  await choose("Sort keys", "Name");

  await choose("State", "Expired");
  await expectKeys("Ended");
  await expect(page.getByText("Expired", { exact: true }).last()).toBeVisible();
  await choose("State", "Expiring within 14 days");
  await expectKeys("Ending");
  await choose("State", "Active");
  await expectKeys("Spain desk", "UK desk");
  await choose("Agent", "Reception UK");
  await expectKeys("UK desk");
  await choose("State", "Any state");
  await expectKeys("Ended", "Ending", "UK desk");
  await choose("Permission", "Conversations data");
  await expectKeys("Ending", "UK desk");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("desk");
  await expectKeys("UK desk");
  await expect(page.getByRole("status").getByText("1 key found")).toBeVisible();

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
  await choose("State", "Expired");
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
  await expect(
    page.getByText("There are no keys with all of this: “desk”, Expired, Conversations data, Reception UK."),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Clear filters" }).last().click();
  await expectKeys("Spain desk", "UK desk");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("");
  await expectKeys("Ended", "Ending", "Spain desk", "UK desk");
});
