import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { changeMember } from "@/lib/features/members/change-member";
import { makeMember } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { delayReads } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("shows a conflict when another admin changed the member's access first, and keeps both edits", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const grace = await makeMember(workspace.operator, { role: "member" });
  const { userId, name } = grace;
  await signInAndGoto("members");
  const dialog = page.getByRole("dialog");
  /** Opens the dialog before another admin changes the access. */
  const openAccess = async () => {
    await expect(dialog).toHaveCount(0);
    await page.getByRole("button", { name: `Change the access of ${name}` }).click();
    await expect(dialog).toBeVisible();
  };
  await openAccess();
  const access = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  await changeMember(workspace.operator, { userId, ...access });

  await page.getByLabel("Response configuration").selectOption("read");
  await page.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("alert");
  await expect(conflict).toContainText("Someone else changed this while you were editing.");
  await expect(conflict).toContainText("API keysTheirs: Can edit");
  await expect(conflict).toContainText("Updated to the latest value.");
  await expect(page.getByLabel("API keys")).toHaveValue("edit");
  await expect(page.getByLabel("Response configuration")).toHaveValue("read");
  await expectAccessible(page);
  // The list shows what was saved before it has been refetched.
  const release = await delayReads(page);
  await page.getByRole("button", { name: "Overwrite" }).click();
  await expect(page.getByText(`Saved ${name}’s access.`)).toBeVisible();
  const stored = async () =>
    (await selectMembers(db(), workspace.operator.workspaceId)).find((member) => member.userId === userId);
  expect(await stored()).toMatchObject({ ...access, configurationAccess: "read" });

  await openAccess();
  await expect(page.getByLabel("Response configuration")).toHaveValue("read");
  await changeMember(workspace.operator, { userId, ...access });
  await page.getByLabel("Response configuration").selectOption("edit");
  release();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(conflict).toContainText("Theirs: No access");
  await expect(conflict).toContainText("Yours: Can edit");
  await page.getByRole("button", { name: "Discard my changes" }).click();
  await expect(dialog).toHaveCount(0);
  expect(await stored()).toMatchObject(access);
});
