import { reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { createUser } from "@/lib/members/create-user";
import { makeKey } from "@/lib/testing/fixtures";
import { createWorkspace } from "@/lib/workspaces/create-workspace";
import { expect, test } from "./fixtures";

test("who is in two workspaces goes from one to the other, by the keyboard as well", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  await makeKey(stage.operator, { name: "Door of the harbour" });
  const workspace = page.getByText("Workspace", { exact: true });
  await open("members");
  await expect(page.getByRole("link", { name: "Mountain Lodges" })).toHaveCount(0);

  const slug = `${stage.slug}-2`;
  const { id } = await createWorkspace(stage.operator, { name: "Mountain Lodges", slug });
  const there = { ...stage.operator, workspaceId: id };
  await makeKey(there, { name: "Door of the mountain" });
  const [ada] = await selectMembers(reader(), stage.operator.workspaceId);
  const rights = { role: "member", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(there, { email: ada?.email ?? "", name: "Ada Story", ...rights });

  await page.reload();
  await expect(page.getByRole("link", { name: "Mountain Lodges" })).toBeHidden();
  await workspace.click();
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
