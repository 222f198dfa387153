import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { hashPassword } from "@/lib/features/auth/passwords";
import { makeKey, makeMember } from "@/testing/fixtures";
import { renameAgentInDialog } from "../support/actions";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";
import { accountStatus, sessionCookie } from "../support/http";

test("redirects to the requested page with its filters after sign-in", async ({ page, workspace }) => {
  await makeKey(workspace.operator, { name: "Nightly reports" });
  await makeKey(workspace.operator, { name: "CRM" });
  const ada = await makeMember(workspace.operator, { role: "admin" }, await hashPassword(TEST_USER_PASSWORD));
  const link = `/${workspace.slug}/configure/api-keys?search=night&sort=name`;
  await page.goto(link);
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Edit Nightly reports" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${workspace.slug}/configure/api-keys\\?search=night&sort=name$`));
  await expect(page.getByRole("button", { name: "Edit CRM" })).toHaveCount(0);

  // A user who is already signed in is redirected at once.
  await page.goto(`/sign-in?to=${encodeURIComponent(`/${workspace.slug}/members`)}`);
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.goto("/sign-in?to=https://elsewhere.example/");
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();

  // A link within the console also leads to sign-in once the session has ended.
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("to")).toBe(`/${workspace.slug}/members`);
});

/** Runs `work` while the database refuses to delete the user's sessions. */
async function withSessionDeletionBlocked(userId: string, work: () => Promise<void>): Promise<void> {
  const name = `stay_${userId}`;
  await pool().query(`create function ${name}() returns trigger language plpgsql as
    $$ begin raise exception 'this session stays'; end $$`);
  await pool().query(`create trigger ${name} before delete on sessions for each row
    when (old.user_id = '${userId}') execute function ${name}()`);
  try {
    await work();
  } finally {
    await pool().query(`drop function ${name} cascade`);
  }
}

test("signing out deletes the session on the server and the toasts, or reports that it failed", async ({
  page,
  workspace,
  signInAndGoto,
  context,
  expectConsoleError,
}) => {
  await signInAndGoto("agents");
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const { header: copiedCookie } = await sessionCookie(context);
  expectConsoleError(/status of 500 .*\/agents/);
  expectConsoleError(/React error #441;/);
  const tab = await context.newPage();
  await tab.goto(`/${workspace.slug}/agents`);
  await withSessionDeletionBlocked(ada?.userId ?? "", async () => {
    await tab.getByRole("button", { name: "Sign out" }).click();
    await expect(tab.getByRole("heading", { name: "Something went wrong" })).toBeVisible();
  });
  expect(await accountStatus(copiedCookie), "still signed in, as the page says").toBe(200);
  await renameAgentInDialog(page, workspace.agents.uk.name, "Reception London");
  const undo = page.getByRole("button", { name: "Undo" });
  await expect(undo).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await accountStatus(copiedCookie), "signed out").toBe(401);
  await expect(undo).toHaveCount(0);
});
