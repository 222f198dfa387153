import { addDays } from "date-fns";
import { pool } from "@/db/client/client";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

const keyExpiries = async (workspaceId: string) => {
  const { rows } = await pool().query<{ name: string; expiresAt: Date }>(
    `select name, expires_at as "expiresAt" from api_keys where workspace_id = $1`,
    [workspaceId],
  );
  return Object.fromEntries(rows.map(({ name, expiresAt }) => [name, expiresAt.getTime()]));
};

test("a successor lasts at least as long as the key it replaces, or a warning is shown", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const make = (name: string, days: number) =>
    makeKey(workspace.operator, { name, expiresAt: addDays(new Date(), days).toISOString() });
  const { key: long } = await make("Long", 124);
  const { key: short } = await make("Short", 20);
  await signInAndGoto(`configure/api-keys/${long.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  const dialog = page.getByRole("dialog");
  const warning = dialog.getByText(/before Long, the key that it replaces/);
  await expect(dialog.getByRole("radio", { name: "Same as the old key" })).toBeChecked();
  await expect(warning).toHaveCount(0);
  await dialog.getByRole("radio", { name: "90 days" }).check();
  await expect(warning).toHaveText("Expires 34 days before Long, the key that it replaces.");
  await expectResponsive(page, "a rotation that warns");
  await page.setViewportSize({ width: 1280, height: 800 });
  await dialog.getByRole("radio", { name: "365 days" }).check();
  await expect(warning).toHaveCount(0);
  await dialog.getByRole("radio", { name: "Same as the old key" }).check();
  await page.getByRole("button", { name: "Make successor" }).click();
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  const made = await keyExpiries(workspace.operator.workspaceId);
  expect(made["Long 2"]).toBe(made.Long);

  // A successor that was made before, or on purpose, is pointed out as long as the old key works.
  const { key: older } = await make("Older", 200);
  const expiresAt = addDays(new Date(), 90).toISOString();
  await rotateApiKey(workspace.operator, { id: older.id, name: "Older 2", expiresAt });
  await page.goto(`/${workspace.slug}/configure/api-keys/${older.id}`);
  await expect(page.getByText("Older 2 expires 110 days before this key.")).toBeVisible();

  // One that ends sooner than a new key usually does is no reason for another choice.
  await page.goto(`/${workspace.slug}/configure/api-keys/${short.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(dialog.getByRole("radio", { name: "90 days" })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: "Same as the old key" })).toHaveCount(0);
});
