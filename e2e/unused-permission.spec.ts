import { pool } from "@/db/client";
import { editApiKey } from "@/lib/api-keys/edit-api-key";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { callApi, expect, test } from "./fixtures";

test("a permission that was not used for a month is pointed out and removed by one press", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { key, secret } = await makeKey(stage.operator, {
    name: "Reporting",
    permissions: ["conversations", "handoff"],
  });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await logRequests(stage.operator, key.id, [{ endpoint: "listConversations" }]);
  await open(`configure/api-keys/${key.id}`);
  await expect(page.getByText("No successful request used Handoff in the last 30 days.")).toBeVisible();
  await expectAccessible(page);

  // Somebody else was faster: nothing of theirs is lost, and the next press goes from what is there now.
  const change = { id: key.id, version: key.version, name: "Reports" };
  await editApiKey(stage.operator, { ...change, permissions: key.permissions });
  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Somebody else changed this key meanwhile")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeVisible();

  await page.getByRole("button", { name: "Remove Handoff" }).click();
  await expect(page.getByText("Removed Handoff from Reports.")).toBeVisible();
  await expect(page.getByText("No successful request used Handoff in the last 30 days.")).toHaveCount(0);
  await expect(page.getByText("Somebody else changed this key meanwhile")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Reports" })).toBeFocused();
  const handoff = `/v1/${stage.slug}/${stage.agents.uk.slug}/handoff_state?id=CA1`;
  expect((await callApi(handoff, secret)).status).toBe(403);
});
