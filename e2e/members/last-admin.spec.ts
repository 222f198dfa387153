import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { createUser } from "@/lib/features/members/create-user";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("the last admin cannot leave the workspace until there is another admin", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("members");
  const self = page.getByRole("listitem").filter({ hasText: "Ada Lovelace" });
  await expect(self).toContainText("the only admin. Make someone else an admin");
  await expect(self.getByRole("button")).toHaveCount(0);
  await expectAccessible(page);

  await createUser(workspace.operator, {
    email: `${workspace.slug}-bob@example.com`,
    name: "Bob Second",
    role: "admin",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await page.reload();
  await page.getByRole("button", { name: "Leave" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Leave this workspace?" });
  await expect(dialog).toContainText("API keys that you created keep working.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Leave workspace" }).click();
  await expect(page.getByRole("heading", { name: "No workspace yet" })).toBeVisible();
  const left = await selectMembers(db(), workspace.operator.workspaceId);
  expect(left.map(({ name }) => name)).toEqual(["Bob Second"]);
});

test("warns admins before they save their own demotion", async ({ page, workspace, signInAndGoto }) => {
  await createUser(workspace.operator, {
    email: `${workspace.slug}-bob@example.com`,
    name: "Bob Second",
    role: "admin",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await signInAndGoto("members");
  const warning = page.getByText("You’ll lose admin access when you save");
  await page.getByRole("button", { name: "Change the access of Bob Second" }).click();
  await page.getByRole("radio", { name: "Member" }).check();
  await expect(warning).toHaveCount(0);
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Change the access of Ada Lovelace" }).click();
  await expect(warning).toHaveCount(0);
  await page.getByRole("radio", { name: "Member" }).check();
  await expect(page.getByRole("alert").filter({ has: warning })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved Ada Lovelace’s access.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
});
