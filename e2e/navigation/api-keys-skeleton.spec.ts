import { transaction } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

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

  // Reads of keys wait for as long as this transaction lasts.
  await transaction(async (tx) => {
    await tx.execute("lock table api_keys in access exclusive mode");
    await page.getByRole("link", { name: "API Keys", exact: true }).click();
    await expect(page.getByText("Loading keys…")).toBeVisible();
  });
  await expect(page.getByRole("link", { name: "CRM sync" })).toBeVisible();
  await expect(page.getByText("Loading keys…")).toHaveCount(0);
});
