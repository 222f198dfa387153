import type { Page } from "playwright/test";
import { dialogsByPage, invitedEmail, openDialog, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";

/** Goes on by Tab until the button has the focus, and presses Enter on it once it takes it: some wait for a count. */
async function pressEnterOn(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(button).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
  await expect(button).toBeEnabled();
  await page.keyboard.press("Enter");
}

test("every dialog can be submitted with the keyboard alone, and the result is announced", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  test.slow();
  const { slug } = workspace;
  const keyId = await seedDialogs(workspace);
  const all = Object.values(dialogsByPage(slug, keyId)).flat();
  /** Opens a dialog, answers it, and waits for what is told. */
  const answer = async (by: string, answering: () => Promise<void>, told?: string) => {
    const opened = all.find((one) => one.triggerName === by);
    if (!opened) throw new Error(`Nothing is opened by ${by}.`);
    await opened.prepare?.(page);
    const { dialog } = await openDialog(page, opened);
    await answering();
    if (told) await expect(page.getByRole("status").getByText(told)).toBeVisible();
    await expect(dialog).toHaveCount(0);
  };
  const press = (key: string) => () => page.keyboard.press(key);
  const type = (text: string) => async () => {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };

  await signInAndGoto("members");
  await answer("Change the access of Bob Second", press("Enter"), "Saved Bob Second’s access.");
  await answer(
    `Revoke the invitation of ${invitedEmail(slug)}`,
    () => pressEnterOn(page, "Revoke invitation"),
    `Revoked the invitation of ${invitedEmail(slug)}.`,
  );
  await answer("Remove Bob Second", () => pressEnterOn(page, "Remove member"), "Removed Bob Second.");

  await page.goto(`/${slug}/configure/api-keys/configuration`);
  await answer(
    "Migrate to v3",
    () => pressEnterOn(page, "Migrate to v3"),
    "Migrated “Night desk” to Conversations v3.",
  );

  await page.goto(`/${slug}/agents`);
  await answer("Agent", type("Concierge"), "Created “Concierge”.");
  await answer("Runtime token of Night desk", async () => {
    await pressEnterOn(page, "Create token");
    await expect(page.getByRole("button", { name: "Copy token" })).toBeFocused();
    await pressEnterOn(page, "Done");
    await pressEnterOn(page, "Close anyway");
  });
  await answer("Delete Night desk", () => pressEnterOn(page, "Delete agent"), "Deleted “Night desk”.");

  await page.goto(`/${slug}/configure/api-keys`);
  await answer("Edit Door", type("Front door"), "Renamed “Door” to “Front door”.");
  await answer("Delete 2 selected keys", () => pressEnterOn(page, "Delete 1 unused key"), "Deleted 1 key.");
});
