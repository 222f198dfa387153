import { TZDate } from "@date-fns/tz";
import { addDays, differenceInCalendarDays, subDays } from "date-fns";
import { pool } from "@/db/client/client";
import { DAY_MS, HOUR_MS } from "@/lib/core/durations";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { inAnHour, makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, revealedSecret, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

/** A time in the browser's zone. Calendar days differ there when daylight saving time begins between two dates. */
const inLondon = (date: string | Date) => new TZDate(new Date(date).getTime(), "Europe/London");

const keyExpiries = async (workspaceId: string) => {
  const { rows } = await pool().query<{ name: string; expiresAt: Date }>(
    `select name, expires_at as "expiresAt" from api_keys where workspace_id = $1`,
    [workspaceId],
  );
  return Object.fromEntries(rows.map(({ name, expiresAt }) => [name, expiresAt.getTime()]));
};

test("rotating a key shows the successor's secret once, and both keys work", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { secret, key } = await makeKey(workspace.operator, { name: "CRM" });
  await makeKey(workspace.operator, { name: "crm 2" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await seedRequestLog(workspace.operator, key.id, [{ address: "192.0.2.1" }, { address: "192.0.2.2" }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  const name = page.getByRole("textbox", { name: "Name" });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("CRM 3");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  const next = await revealedSecret(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "CRM" })).toBeFocused();
  expect((await callApi(path, secret)).status).toBe(200);
  expect((await callApi(path, next)).status).toBe(200);

  const panel = page.getByRole("region", { name: "Replaced by CRM 3" });
  await expect(panel).toContainText("2 requests in the last 24 hours, from 2 IP addresses.");
  await expect(panel.getByRole("listitem").filter({ hasText: "192.0.2.2" })).toContainText("ago");
  await expect(panel.getByText("No successful requests in the last 24 hours.")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Rotate" })).toHaveCount(0);
  await expectAccessible(page);
  await panel.getByRole("link", { name: "CRM 3" }).click();
  await expect(page.getByText("Replaces CRM.")).toBeVisible();
  await page.getByRole("link", { name: "CRM", exact: true }).click();
  await expect(panel).toBeVisible();
});

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
  const warning = dialog.getByText(/before the key it replaces/);
  await expect(dialog.getByRole("radio", { name: "Same as the old key" })).toBeChecked();
  await expect(warning).toHaveCount(0);
  await dialog.getByRole("radio", { name: "90 days" }).check();
  const in90Days = addDays(inLondon(new Date()), 90);
  const earlier = differenceInCalendarDays(inLondon(long.expiresAt), in90Days);
  await expect(warning).toHaveText(`Expires ${earlier} days before the key it replaces.`);
  await expectResponsive(page, "a rotation with a warning");
  await page.setViewportSize({ width: 1280, height: 800 });
  await dialog.getByRole("radio", { name: "365 days" }).check();
  await expect(warning).toHaveCount(0);
  await dialog.getByRole("radio", { name: "Same as the old key" }).check();
  await page.getByRole("button", { name: "Rotate key" }).click();
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  const expiries = await keyExpiries(workspace.operator.workspaceId);
  expect(expiries["Long 2"]).toBe(expiries.Long);

  // Warns about a successor that expires first while the old key works.
  const { key: older } = await make("Older", 200);
  const expiresAt = addDays(new Date(), 90).toISOString();
  await rotateApiKey(workspace.operator, { id: older.id, name: "Older 2", expiresAt });
  await page.goto(`/${workspace.slug}/configure/api-keys/${older.id}`);
  const days = differenceInCalendarDays(inLondon(older.expiresAt), inLondon(expiresAt));
  await expect(page.getByText(`Older 2 expires ${days} days before this key.`)).toBeVisible();

  // A key that expires before the default lifetime needs no other default.
  await page.goto(`/${workspace.slug}/configure/api-keys/${short.id}`);
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(dialog.getByRole("radio", { name: "90 days" })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: "Same as the old key" })).toHaveCount(0);
});

test("an expired key is shown as expired and offers no request to try", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Payments" });
  await pool().query("update api_keys set expires_at = now() - interval '1 day' where id = $1", [key.id]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await expect(page.getByText("This key expired before it was used.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy curl" })).toHaveCount(0);
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByRole("dialog")).toContainText("The old key has expired");
  await page.getByRole("button", { name: "Rotate key" }).click();
  await page.getByRole("button", { name: "Copy key" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  const panel = page.getByRole("region", { name: "Replaced by Payments 2" });
  await expect(panel).toContainText("This key has expired. Requests with it fail.");
});

test("the pages of both keys show the traffic of both and the clients that still use the old key", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Payments" });
  const next = await rotateApiKey(workspace.operator, {
    id: key.id,
    name: "Payments 2",
    expiresAt: inAnHour(),
  });
  const from = (n: number) => ({ address: `192.0.2.${n}` });
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 25 }, (_, n) => from(n)),
  );
  await page.clock.install();
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const panel = page.getByRole("region", { name: "Replaced by Payments 2" });
  await expect(panel.getByText("25 requests in the last 24 hours, from 25 IP addresses.")).toBeVisible();
  await expect(panel.getByText("and 5 more")).toBeVisible();
  await expect(page.getByText("and 5 more")).toHaveCount(2);
  await expect(
    panel.getByRole("img", { name: /^Payments: requests per day, last 7 days\. Success \(2xx\): 25/ }),
  ).toBeVisible();
  await expect(panel.getByRole("img")).toHaveCount(1);

  // A client that switches over shows within a minute, without a reload.
  await seedRequestLog(workspace.operator, next.key.id, [from(1)]);
  await page.clock.runFor(61_000);
  await expect(panel.getByRole("img", { name: /^Payments 2: requests per day/ })).toBeVisible();
  await expectAccessible(page);

  await panel.getByRole("link", { name: "Payments 2" }).click();
  const both = page.getByRole("region", { name: "Both keys" });
  await expect(both.getByRole("img", { name: /^Payments: requests per day/ })).toBeVisible();
  await expect(both.getByRole("img", { name: /^Payments 2: requests per day/ })).toBeVisible();
  await expectAccessible(page);
});

test("traffic panel and badge agree on recent usage", async ({ page, workspace, signInAndGoto }) => {
  const { key } = await makeKey(workspace.operator, { name: "Payments" });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  const next = await rotateApiKey(workspace.operator, {
    id: key.id,
    name: "Payments 2",
    expiresAt: inAnHour(),
  });
  await seedRequestLog(workspace.operator, next.key.id, [{}]);
  // More than 24 hours ago, but within the first counted hour.
  const firstHour = Math.floor((Date.now() - DAY_MS) / HOUR_MS) * HOUR_MS;
  await seedRequestLog(workspace.operator, key.id, [{ at: new Date(firstHour) }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const panel = page.getByRole("region", { name: "Replaced by Payments 2" });
  await expect(panel.getByText("1 request in the last 24 hours, from 1 IP address.")).toHaveCount(2);
  await expect(panel.getByText("Still using this key")).toBeVisible();
  await expect(panel.getByText("No successful requests in the last 24 hours.")).toHaveCount(0);
});

test("offers to delete the old key once it has been unused for a day and its successor is in use", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Payments" });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  const successor = await rotateApiKey(workspace.operator, {
    id: key.id,
    name: "Payments 2",
    expiresAt: inAnHour(),
  });
  await seedRequestLog(workspace.operator, key.id, [{ at: subDays(new Date(), 2) }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const panel = page.getByRole("region", { name: "Replaced by Payments 2" });
  await expect(panel.getByText("No requests in the last 24 hours.")).toHaveCount(2);
  await expect(panel.getByText("No successful requests in the last 24 hours.")).toHaveCount(0);

  await seedRequestLog(workspace.operator, successor.key.id, [{}]);
  await page.reload();
  await expect(panel.getByText("1 request in the last 24 hours, from 1 IP address.")).toBeVisible();
  await panel.getByRole("button", { name: "Delete key" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete Payments?" });
  await expect(dialog).toContainText("No requests in the last 24 hours.");
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("deleted this key on")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Payments" })).toBeFocused();
});
