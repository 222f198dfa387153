import { pool } from "@/db/client/client";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

/** Inserts more than two pages of members and of invitations. */
async function insertMembersAndInvitations(workspaceId: string, slug: string): Promise<void> {
  await pool().query(
    `with new_users as (
       insert into users (id, name, email)
       select 'user_' || $2 || n, 'Member ' || to_char(n, 'FM000'), 'm' || n || '.' || $2 || '@example.com'
       from generate_series(1, 120) n returning id
     )
     insert into members (workspace_id, user_id, role) select $1, id, 'member' from new_users`,
    [workspaceId, slug],
  );
  await pool().query(
    `insert into invitations (workspace_id, id, email, role, api_keys_access, configuration_access, token_hash,
       invited_by_name, created_at, expires_at)
     select $1, 'inv_' || n, 'guest' || to_char(n, 'FM000') || '@example.com', 'member', 'read', 'read',
       sha256(($1 || n)::bytea), 'Ada', now() - n * interval '1 minute', now() + interval '7 days'
     from generate_series(1, 120) n`,
    [workspaceId],
  );
}

test("members and invitations are paginated, searchable and editable on every page", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await insertMembersAndInvitations(workspace.operator.workspaceId, workspace.slug);
  await signInAndGoto("members");
  const members = page.getByRole("list", { name: "Members" }).getByRole("listitem");
  const invited = page.getByRole("list", { name: "Invited" }).getByRole("listitem");
  await expect(members).toHaveCount(50);
  await expect(invited).toHaveCount(50);
  const html = await (await page.request.get(page.url())).text();
  expect(html).not.toContain("Member 051");
  // The only admin comes first, and is known although only part of the list has loaded.
  await expect(members.first()).toContainText("the only admin. Make someone else an admin");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Show more members" }).click();
  await expect(members).toHaveCount(100);
  await page.getByRole("button", { name: "Show more members" }).click();
  await expect(members).toHaveCount(121);
  await expect(page.getByRole("button", { name: "Show more members" })).toHaveCount(0);
  await expect(members.nth(100)).toBeFocused();
  await page.getByRole("button", { name: "Show more invitations" }).click();
  await expect(invited).toHaveCount(100);

  await page.getByRole("button", { name: "Change the access of Member 110" }).click();
  await page.getByRole("dialog").getByLabel("API keys").selectOption("edit");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(members.filter({ hasText: "Member 110" })).toContainText("API keys: Can edit.");
  await expect(members).toHaveCount(121);

  const search = page.getByRole("searchbox", { name: "Search members and invitations" });
  await search.fill("member 11");
  await expect(members).toHaveCount(10);
  await expect(invited).toHaveCount(0);
  await expect(page).toHaveURL(/search=member\+11$/);
  await search.fill("guest01");
  await expect(invited).toHaveCount(10);
  await expect(members).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke the invitation of guest019@example.com" }).click();
  await page.getByRole("button", { name: "Revoke invitation" }).click();
  await expect(invited).toHaveCount(9);
  await search.fill("zzz");
  await expect(page.getByText("No member or invitation matches “zzz”.")).toBeVisible();
  await expectResponsive(page, "no match");
  await page.goBack();
  await expect(members).toHaveCount(50);

  await page.goto(`/${workspace.slug}/members?search=member+120`);
  await expect(search).toHaveValue("member 120");
  await expect(members).toHaveCount(1);
});

test("shows the limit of open invitations in the dialog and how to continue", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await insertMembersAndInvitations(workspace.operator.workspaceId, workspace.slug);
  await pool().query(
    `insert into invitations (workspace_id, id, email, role, api_keys_access, configuration_access, token_hash,
       invited_by_name, expires_at)
     select $1, 'more_' || n, 'more' || n || '@example.com', 'member', 'read', 'read', sha256(($1 || 'more' || n)::bytea),
       'Ada', now() + interval '7 days'
     from generate_series(1, 880) n`,
    [workspace.operator.workspaceId],
  );
  await signInAndGoto("members");
  await page.getByRole("button", { name: "Invite" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Email").fill("one-more@example.com");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText(/1,000 open invitations.*Revoke invitations/)).toBeVisible();
  await expect(dialog.getByLabel("Email")).toHaveValue("one-more@example.com");
});
