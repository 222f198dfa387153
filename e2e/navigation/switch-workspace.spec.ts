import { db, transaction } from "@/db/client/client";
import { insertMember, selectMembers } from "@/db/queries/members";
import { hashPassword } from "@/lib/features/auth/passwords";
import { createUser } from "@/lib/features/members/create-user";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";

test("switches between two workspaces with the mouse and the keyboard", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Door of the harbour" });
  const menu = page.getByText("Workspace", { exact: true });
  await signInAndGoto("members");
  await expect(page.getByRole("link", { name: "Mountain Lodges" })).toHaveCount(0);

  const slug = `${workspace.slug}-2`;
  const { id } = await createWorkspace(workspace.operator, { name: "Mountain Lodges", slug });
  const there = { ...workspace.operator, workspaceId: id };
  await makeKey(there, { name: "Door of the mountain" });
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const access = { role: "member", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(there, { email: ada?.email ?? "", name: "Ada Lovelace", ...access });

  await page.reload();
  await expect(page.getByRole("link", { name: "Mountain Lodges" })).toBeHidden();
  await menu.click();
  await expect(page.getByRole("link", { name: "Mountain Lodges" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Mountain Lodges" }).click();
  await expect(page.getByRole("link", { name: "Door of the mountain" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/${slug}/configure/api-keys$`));
  await expect(page.getByRole("link", { name: "Door of the harbour" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "API key", exact: true })).toHaveCount(0);

  await page.locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Harbour Hotels" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Door of the harbour" })).toBeVisible();
  await expect(page.getByRole("button", { name: "API key", exact: true })).toBeVisible();
});

test("the account page links back to the last visited workspace", async ({ page, workspace }) => {
  const ada = await makeMember(workspace.operator, { role: "admin" }, await hashPassword(TEST_USER_PASSWORD));
  const other = await makeWorkspace();
  const { userId } = ada;
  await transaction((tx) => insertMember(tx, other.workspaceId, { userId, role: "admin" }));
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  // Both orders, because without a last visited workspace the first by name would open.
  for (const slug of [other.slug, workspace.slug]) {
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
    await page.goto(`/${slug}/agents`);
    await page.getByRole("link", { name: /^Your account/ }).click();
    await page.getByRole("link", { name: "Go to workspace" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/configure/api-keys$`));
  }
});
