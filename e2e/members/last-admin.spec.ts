import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { createUser } from "@/lib/features/members/create-user";
import { expect, test } from "../support/fixtures";

test("the last admin cannot leave the workspace until there is another admin", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  await signInAndGoto("members");
  const self = page.getByRole("listitem").filter({ hasText: "Ada Story" });
  await expect(self).toContainText("The last admin stays.");
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
  await expect(dialog).toContainText("The keys that you made stay and keep working.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Leave workspace" }).click();
  await expect(page.getByRole("heading", { name: "No workspace yet" })).toBeVisible();
  const left = await selectMembers(db(), workspace.operator.workspaceId);
  expect(left.map(({ name }) => name)).toEqual(["Bob Second"]);
});
