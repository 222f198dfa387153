import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { signInSecondBrowser } from "../support/second-browser";

test("an action without a form shows the sign-in link when the session has ended", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
  expectConsoleError,
  expectAccessible,
}) => {
  expectConsoleError(/status of 401 .*\/data/);
  const { key } = await makeKey(workspace.operator, { permissions: ["conversations", "handoff"] });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ endpoint: "listConversations" }]);
  const wayIn = page
    .getByRole("alert")
    .filter({ hasText: "You are signed out." })
    .getByRole("link", { name: "Sign in in a new tab" })
    .first();

  await signInAndGoto(`configure/api-keys/${key.id}`);
  const remove = page.getByRole("button", { name: "Remove Handoff" });
  await expect(remove).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await remove.click();
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toBeVisible();
  await expect(wayIn).toBeVisible();
  await expectAccessible(page);

  await page.context().addCookies(cookies);
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  await signInSecondBrowser(page, anotherBrowser, ada?.userId ?? "");
  await page.goto("/account");
  const end = page.getByRole("button", { name: "End all others" });
  await expect(end).toBeVisible();
  await page.context().clearCookies();
  await end.click();
  await expect(wayIn).toBeVisible();
  await expectAccessible(page);
});
