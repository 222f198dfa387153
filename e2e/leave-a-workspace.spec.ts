import { reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { createUser } from "@/lib/members/create-user";
import { expect, test } from "./fixtures";

test("the last admin is told why they cannot leave; with another one they can", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  await open("members");
  const self = page.getByRole("listitem").filter({ hasText: "Ada Story" });
  await expect(self).toContainText("The last admin stays.");
  await expect(self.getByRole("button")).toHaveCount(0);
  await expectAccessible(page);

  await createUser(stage.operator, {
    email: `${stage.slug}-bob@example.com`,
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
  const left = await selectMembers(reader(), stage.operator.workspaceId);
  expect(left.map(({ name }) => name)).toEqual(["Bob Second"]);
});
