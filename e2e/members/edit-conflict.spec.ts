import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { changeMember } from "@/lib/features/members/change-member";
import { makeMember } from "@/testing/fixtures";
import { delayReads } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("shows a conflict when another admin changed the member's access first, and keeps both edits", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const grace = await makeMember(workspace.operator, { role: "member" });
  const { userId, name } = grace;
  await signInAndGoto("members");
  const dialog = page.getByRole("dialog");
  /** The dialog knows what there is before somebody else changes it. */
  const openAccess = async () => {
    await expect(dialog).toHaveCount(0);
    await page.getByRole("button", { name: `Change the access of ${name}` }).click();
    await expect(dialog).toBeVisible();
  };
  await openAccess();
  const rights = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  await changeMember(workspace.operator, { userId, ...rights });

  await page.getByLabel("Response configuration").selectOption("read");
  await page.getByRole("button", { name: "Save" }).click();
  const told = page.getByRole("alert");
  await expect(told).toContainText("Someone else changed this while you were editing.");
  await expect(told).toContainText("API keysTheirs: edit");
  await expect(told).toContainText("You had not changed it, so it now says theirs below.");
  await expect(page.getByLabel("API keys")).toHaveValue("edit");
  await expect(page.getByLabel("Response configuration")).toHaveValue("read");
  await expectAccessible(page);
  // What was saved is known by its own answer, while the list has yet to be read again.
  const release = await delayReads(page);
  await page.getByRole("button", { name: "Save mine on top" }).click();
  await expect(page.getByText(`Saved the access of ${name}.`)).toBeVisible();
  const stored = async () =>
    (await selectMembers(db(), workspace.operator.workspaceId)).find((member) => member.userId === userId);
  expect(await stored()).toMatchObject({ ...rights, configurationAccess: "read" });

  await openAccess();
  await expect(page.getByLabel("Response configuration")).toHaveValue("read");
  await changeMember(workspace.operator, { userId, ...rights });
  await page.getByLabel("Response configuration").selectOption("edit");
  release();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(told).toContainText("Theirs: none");
  await expect(told).toContainText("Yours: edit");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(dialog).toHaveCount(0);
  expect(await stored()).toMatchObject(rights);
});
