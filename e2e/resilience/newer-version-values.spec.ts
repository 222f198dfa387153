import { pool } from "@/db/client/client";
import { createUser } from "@/lib/features/members/create-user";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { sendRequest, sessionCookie } from "../support/http";

test("audit entries written by a newer version are shown, returned and exported", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await pool().query(
    `insert into audit_entries (workspace_id, actor_kind, actor_name, action, target_kind, target_id, target_name, changes)
     select $1, 'robot', 'Robot', 'team.created', 'team', 'team_1', 'Night team', changes::jsonb
     from unnest(array['null', '["odd"]', '{"size": {"old": {"of": 1}, "new": null}}']) changes`,
    [workspace.operator.workspaceId],
  );
  await signInAndGoto("audit");
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  await expect(entries.filter({ hasText: "Robot performed team.created on Night team" })).toHaveCount(3);
  await expect(entries.filter({ hasText: 'size: {"of":1} → none' })).toHaveCount(1);
  await expect(entries.filter({ hasText: "created the agent Reception UK" })).toHaveCount(1);
  await expectAccessible(page);
  const { header: cookie } = await sessionCookie(context);
  const list = await sendRequest("GET", `/${workspace.slug}/data/audit?action=team.created`, { cookie });
  expect([list.status, JSON.parse(list.text).entries.length]).toEqual([200, 3]);
  const csv = await sendRequest("GET", `/${workspace.slug}/data/audit.csv`, { cookie });
  expect(csv.text.match(/team\.created/g)).toHaveLength(3);
  expect(csv.text).toContain("workspace.created");
});

test("a member whose role and access were written by a newer version is shown and can be edited", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const email = `${workspace.slug}@example.com`;
  const access = { role: "member", apiKeysAccess: "read", configurationAccess: "read" } as const;
  const { id } = await createUser(workspace.operator, { email, name: "Otto Owner", ...access });
  await pool().query("update members set role = 'owner', api_keys_access = 'rotate' where user_id = $1", [
    id,
  ]);
  await signInAndGoto("members");
  const row = page
    .getByRole("list", { name: "Members" })
    .getByRole("listitem")
    .filter({ hasText: "Otto Owner" });
  await expect(row).toContainText("owner");
  await expect(row).toContainText("API keys: rotate.");
  await row.getByRole("button", { name: "Change the access of Otto Owner" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Select a role.")).toBeVisible();
  await dialog.getByRole("radio", { name: "Member" }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Select an access level.")).toBeVisible();
  await dialog.getByLabel("API keys").selectOption("edit");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText("API keys: Can edit.");
});
