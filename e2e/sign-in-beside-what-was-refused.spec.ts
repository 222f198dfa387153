import { pool, reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";
import { signInElsewhere } from "./sign-in-elsewhere-steps";

test("whose session ended is shown the way back in where a press without a form is refused", async ({
  page,
  stage,
  open,
  anotherBrowser,
  provoke,
  expectAccessible,
}) => {
  provoke(/status of 401 .*\/data/);
  const { key } = await makeKey(stage.operator, { permissions: ["conversations", "handoff"] });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await logRequests(stage.operator, key.id, [{ endpoint: "listConversations" }]);
  const wayIn = page
    .getByRole("alert")
    .filter({ hasText: "You are signed out." })
    .getByRole("link", { name: "Sign in in a new tab" })
    .first();

  await open(`configure/api-keys/${key.id}`);
  const remove = page.getByRole("button", { name: "Remove Handoff" });
  await expect(remove).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await remove.click();
  await expect(page.getByText("No successful request used Handoff in the last 30 days.")).toBeVisible();
  await expect(wayIn).toBeVisible();
  await expectAccessible(page);

  await page.context().addCookies(cookies);
  const [ada] = await selectMembers(reader(), stage.operator.workspaceId);
  await signInElsewhere(page, anotherBrowser, ada?.userId ?? "");
  await page.goto("/account");
  const end = page.getByRole("button", { name: "End all others" });
  await expect(end).toBeVisible();
  await page.context().clearCookies();
  await end.click();
  await expect(wayIn).toBeVisible();
  await expectAccessible(page);
});
