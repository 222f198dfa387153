import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { signInSecondBrowser } from "../support/second-browser";

test("a form keeps its values when the session ends and can be submitted after signing in again", async ({
  page,
  context,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await page.getByRole("checkbox", { name: "Reception UK" }).check();
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  await page.getByRole("radio", { name: "30 days" }).check();
  const { rowCount } = await pool().query("delete from sessions where user_id = $1", [ada?.userId]);
  expect(rowCount).toBe(1);
  const create = page.getByRole("button", { name: "Create", exact: true });
  await create.click();
  await expect(page.getByRole("alert").filter({ hasText: "You’re signed out." })).toBeVisible();
  await expectAccessible(page);

  const elsewhere = await context.newPage();
  await elsewhere.goto(await issueSignInLink(db(), ada?.userId ?? ""));
  await elsewhere.getByRole("link", { name: "Later" }).click();
  await expect(elsewhere.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("CRM sync");
  await expect(page.getByRole("checkbox", { name: "Reception UK" })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Handoff" })).toBeChecked();
  await expect(page.getByRole("radio", { name: "30 days" })).toBeChecked();
  await create.click();
  await expect(page.getByRole("dialog", { name: "Copy your new key “CRM sync”" })).toBeVisible();
  await elsewhere.reload();
  const row = elsewhere.getByRole("listitem").filter({ hasText: "CRM sync" });
  await expect(row).toContainText("Reception UK");
});

test("an action without a form shows the sign-in link when the session has ended", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 401 .*\/data/);
  const { key } = await makeKey(workspace.operator, { permissions: ["conversations", "handoff"] });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ endpoint: "listConversations" }]);
  const signInLink = page
    .getByRole("alert")
    .filter({ hasText: "You’re signed out." })
    .getByRole("link", { name: "Sign in in a new tab" })
    .first();

  await signInAndGoto(`configure/api-keys/${key.id}`);
  const remove = page.getByRole("button", { name: "Remove Handoff" });
  await expect(remove).toBeVisible();
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await remove.click();
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toBeVisible();
  await expect(signInLink).toBeVisible();
  await expectAccessible(page);

  await page.context().addCookies(cookies);
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  await signInSecondBrowser(page, anotherBrowser, ada?.userId ?? "");
  await page.goto("/account");
  const end = page.getByRole("button", { name: "Sign out all others" });
  await expect(end).toBeVisible();
  await page.context().clearCookies();
  await end.click();
  await expect(signInLink).toBeVisible();
  await expectAccessible(page);
});

test("a signed-out user can sign in again in a new tab, after a failed change and after a failed read", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 401 .*\/data\/api-keys/);
  await makeKey(workspace.operator, { name: "CRM" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Edit CRM" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Save" }).click();
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("You’re signed out.");
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    alert.getByRole("link", { name: "Sign in in a new tab" }).click(),
  ]);
  await expect(popup.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Renamed “CRM” to “CRM sync”.")).toBeVisible();

  await page.context().clearCookies();
  await page.getByRole("searchbox", { name: "Search keys" }).fill("nothing");
  await expect(alert.getByRole("link", { name: "Sign in in a new tab" })).toBeVisible();
  await expectAccessible(page);
});

test("a live request log stops polling after sign-out and shows the reason", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 401 .*\/requests\?/);
  const { key } = await makeKey(workspace.operator);
  await page.clock.install();
  await signInAndGoto(`configure/api-keys/${key.id}`);
  let polls = 0;
  await page.route("**/requests?*", (route) => {
    polls += 1;
    return route.continue();
  });
  await page.getByRole("switch", { name: "Live" }).click();
  await expect.poll(() => polls).toBeGreaterThan(1);
  await page.context().clearCookies();
  await expect(page.getByRole("status").getByText("You’re signed out.")).toBeVisible();
  await expect(page.getByRole("status").getByRole("link", { name: "Sign in in a new tab" })).toBeVisible();
  const pollsAtSignOut = polls;
  await page.clock.runFor(30_000);
  expect(polls).toBe(pollsAtSignOut);
});
