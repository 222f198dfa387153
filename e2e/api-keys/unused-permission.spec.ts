import { pool } from "@/db/client/client";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("a permission unused for 30 days is suggested for removal and removed with one click", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { key, secret } = await makeKey(workspace.operator, {
    name: "Reporting",
    permissions: ["conversations", "handoff"],
  });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ endpoint: "listConversations" }]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await expect(page.getByText("No successful request used Handoff in the last 30 days.")).toBeVisible();
  await expectAccessible(page);

  // Somebody else was faster: nothing of theirs is lost, and the next press goes from what is there now.
  const change = { id: key.id, version: key.version, name: "Reports" };
  await editApiKey(workspace.operator, { ...change, permissions: key.permissions });
  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Somebody else changed this key meanwhile")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeVisible();

  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Removed Handoff from Reports.")).toBeVisible();
  await expect(page.getByText("No successful request used Handoff in the last 30 days.")).toHaveCount(0);
  await expect(page.getByText("Somebody else changed this key meanwhile")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeFocused();
  const handoff = `/v1/${workspace.slug}/${workspace.agents.uk.slug}/handoff_state?id=CA1`;
  expect((await callApi(handoff, secret)).status).toBe(403);
});
