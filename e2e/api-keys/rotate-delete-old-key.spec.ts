import { subDays } from "date-fns";
import { pool } from "@/db/client/client";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

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
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await seedRequestLog(workspace.operator, key.id, [{ at: subDays(new Date(), 2) }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const panel = page.getByRole("region", { name: "Being replaced by Payments 2" });
  await expect(panel.getByText("No requests in the last 24 hours.")).toHaveCount(2);
  await expect(panel.getByText("No successful request in the last 24 hours.")).toHaveCount(0);

  await seedRequestLog(workspace.operator, successor.key.id, [{}]);
  await page.reload();
  await expect(panel.getByText("1 request in the last 24 hours, from 1 address.")).toBeVisible();
  await panel.getByRole("button", { name: "Delete it" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete Payments?" });
  await expect(dialog).toContainText("No requests in the last 24 hours.");
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("deleted this key on")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Payments" })).toBeFocused();
});
