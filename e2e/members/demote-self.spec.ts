import { createUser } from "@/lib/features/members/create-user";
import { expect, test } from "../support/fixtures";

test("warns admins before they save their own demotion", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  await createUser(workspace.operator, {
    email: `${workspace.slug}-bob@example.com`,
    name: "Bob Second",
    role: "admin",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await signInAndGoto("members");
  const warning = page.getByText("You stop being an admin as you save this");
  await page.getByRole("button", { name: "Change the access of Bob Second" }).click();
  await page.getByRole("radio", { name: "Member" }).check();
  await expect(warning).toHaveCount(0);
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Change the access of Ada Story" }).click();
  await expect(warning).toHaveCount(0);
  await page.getByRole("radio", { name: "Member" }).check();
  await expect(page.getByRole("alert").filter({ has: warning })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved the access of Ada Story.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
});
