import { transaction } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

const PAGES = [
  { link: "Agents", table: "agents", loading: "Loading agents…", heading: "Agents" },
  { link: "Members", table: "invitations", loading: "Loading members…", heading: "Members" },
  { link: "Audit", table: "audit_entries", loading: "Loading entries…", heading: "Audit" },
  { link: /^Your account/, table: "accounts", loading: "Loading your account…", heading: "Your account" },
];

test("every page shows a skeleton during client navigation and is complete on a full load", async ({
  page,
  signInAndGoto,
}) => {
  for (const { link, table, loading, heading } of PAGES) {
    await signInAndGoto("configure/api-keys");
    // Reads of the table wait until this transaction ends.
    await transaction(async (tx) => {
      await tx.execute(`lock table ${table} in access exclusive mode`);
      await page.getByRole("link", { name: link }).click();
      await expect(page.getByText(loading)).toBeVisible();
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    });
    await expect(page.getByText(loading)).toHaveCount(0);
    const response = await page.request.get(page.url());
    expect(await response.text()).not.toContain(loading);
  }
});

test("the API keys page is complete on a full load and shows a skeleton during client navigation", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "CRM sync" });
  await signInAndGoto("configure/api-keys/configuration");
  const list = `/${workspace.slug}/configure/api-keys`;
  const first = await (await page.request.get(list)).text();
  expect(first).toContain("CRM sync");
  expect(first).not.toContain("Loading keys…");

  // Reads of keys wait until this transaction ends.
  await transaction(async (tx) => {
    await tx.execute("lock table api_keys in access exclusive mode");
    await page.getByRole("link", { name: "API Keys", exact: true }).click();
    await expect(page.getByText("Loading keys…")).toBeVisible();
  });
  await expect(page.getByRole("link", { name: "CRM sync" })).toBeVisible();
  await expect(page.getByText("Loading keys…")).toHaveCount(0);
});
