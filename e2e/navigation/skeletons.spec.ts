import { transaction } from "@/db/client/client";
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
    // Reads of the table wait for as long as this transaction lasts.
    await transaction(async (tx) => {
      await tx.execute(`lock table ${table} in access exclusive mode`);
      await page.getByRole("link", { name: link }).click();
      await expect(page.getByText(loading)).toBeVisible();
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    });
    await expect(page.getByText(loading)).toHaveCount(0);
    const answer = await page.request.get(page.url());
    expect(await answer.text()).not.toContain(loading);
  }
});
