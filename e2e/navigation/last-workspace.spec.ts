import { transaction } from "@/db/client/client";
import { insertMember } from "@/db/queries/members";
import { hashPassword } from "@/lib/features/auth/passwords";
import { makeMember, makeWorkspace } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

const PASSWORD = "engines that weave algebra";

test("the account page links back to the last visited workspace", async ({ page, workspace }) => {
  const ada = await makeMember(workspace.operator, { role: "admin" }, await hashPassword(PASSWORD));
  const other = await makeWorkspace();
  const { userId } = ada;
  await transaction((tx) => insertMember(tx, other.workspaceId, { userId, role: "admin" }));
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  // Either is another's first by name: each is left by itself.
  for (const slug of [other.slug, workspace.slug]) {
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Sign in");
    await page.goto(`/${slug}/agents`);
    await page.getByRole("link", { name: /^Your account/ }).click();
    await page.getByRole("link", { name: "Go to workspace" }).click();
    await expect(page).toHaveURL(new RegExp(`/${slug}/configure/api-keys$`));
  }
});
