import { subDays } from "date-fns";
import { pool } from "@/db/client/client";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a read-only member sees all details of a key and no edit controls", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Look only" });
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const next = await rotateApiKey(workspace.operator, { id: key.id, name: "Look only 2", expiresAt });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ at: subDays(new Date(), 3) }]);
  await seedRequestLog(workspace.operator, next.key.id, [{}]);
  await signInAndGoto(`configure/api-keys/${key.id}`, { role: "member" });
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toBeVisible();
  await expect(page.getByText("No successful requests in the last 24 hours.")).toBeVisible();
  for (const name of ["Edit", "Rotate", "Delete", "Delete key", "Remove Handoff"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expectAccessible(page);
});
