import { pool } from "@/db/client/client";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

test("an expired key is shown as expired and offers no request to try", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Payments" });
  await pool().query("update api_keys set expires_at = now() - interval '1 day' where id = $1", [key.id]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await expect(page.getByText("This key expired without having been used.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Copy curl" })).toHaveCount(0);
  await page.getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByRole("dialog")).toContainText("The old one has expired");
  await page.getByRole("button", { name: "Make successor" }).click();
  await page.getByRole("button", { name: "Copy key" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  const panel = page.getByRole("region", { name: "Being replaced by Payments 2" });
  await expect(panel).toContainText("This key has expired: whatever still uses it is refused.");
});

test("the pages of both keys show the traffic of both and the clients that still use the old key", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
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
  const panel = page.getByRole("region", { name: "Being replaced by Payments 2" });
  await expect(panel.getByText("25 requests in the last 24 hours, from 25 addresses.")).toBeVisible();
  await expect(panel.getByText("and 5 more")).toBeVisible();
  await expect(page.getByText("and 5 more")).toHaveCount(2);
  await expect(
    panel.getByRole("img", { name: /^Payments: requests per day, last 7 days\. Served \(2xx\): 25/ }),
  ).toBeVisible();
  await expect(panel.getByRole("img")).toHaveCount(1);

  // Whoever changes over is seen within a minute, without a reload.
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
  // More than a day ago, in the hour from which the last 24 are counted.
  const begin = Math.floor((Date.now() - DAY_MS) / HOUR_MS) * HOUR_MS;
  await seedRequestLog(workspace.operator, key.id, [{ at: new Date(begin) }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const panel = page.getByRole("region", { name: "Being replaced by Payments 2" });
  await expect(panel.getByText("1 request in the last 24 hours, from 1 address.")).toHaveCount(2);
  await expect(panel.getByText("Still sending requests with this key")).toBeVisible();
  await expect(panel.getByText("No successful request in the last 24 hours.")).toHaveCount(0);
});
