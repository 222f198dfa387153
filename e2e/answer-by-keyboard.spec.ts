import type { Page } from "playwright/test";
import { dialogsOf, furnish, guestOf, openDialog } from "./dialogs";
import { expect, test } from "./fixtures";

/** Goes on by Tab until the button has the focus, and presses Enter on it once it takes it: some wait for a count. */
async function enterOn(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await expect(async () => {
    await page.keyboard.press("Tab");
    await expect(button).toBeFocused({ timeout: 100 });
  }).toPass({ intervals: [0] });
  await expect(button).toBeEnabled();
  await page.keyboard.press("Enter");
}

test("every question is answered by the keyboard alone, and the answer is told", async ({
  page,
  stage,
  open,
}) => {
  test.slow();
  const { slug } = stage;
  const keyId = await furnish(stage);
  const all = Object.values(dialogsOf(slug, keyId)).flat();
  /** Opens a dialog, answers it, and waits for what is told. */
  const answer = async (by: string, answering: () => Promise<void>, told?: string) => {
    const opened = all.find((one) => one.by === by);
    if (!opened) throw new Error(`Nothing is opened by ${by}.`);
    await opened.after?.(page);
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

  await open("members");
  await answer("Change the access of Bob Second", press("Enter"), "Saved the access of Bob Second.");
  await answer(
    `Revoke the invitation of ${guestOf(slug)}`,
    () => enterOn(page, "Revoke invitation"),
    `Revoked the invitation of ${guestOf(slug)}.`,
  );
  await answer("Remove Bob Second", () => enterOn(page, "Remove member"), "Removed Bob Second.");

  await page.goto(`/${slug}/configure/api-keys/configuration`);
  await answer(
    "Migrate to v3",
    () => enterOn(page, "Migrate to v3"),
    "Night desk is on Conversations v3 now.",
  );

  await page.goto(`/${slug}/agents`);
  await answer("Agent", type("Concierge"), "Created Concierge.");
  await answer("Runtime token of Night desk", async () => {
    await enterOn(page, "Make token");
    await expect(page.getByRole("button", { name: "Copy token" })).toBeFocused();
    await enterOn(page, "Done");
    await enterOn(page, "Close anyway");
  });
  await answer("Delete Night desk", () => enterOn(page, "Delete agent"), "Deleted Night desk.");

  await page.goto(`/${slug}/configure/api-keys`);
  await answer("Edit Door", type("Front door"), "Renamed Door to Front door.");
  await answer("Delete 2 selected keys", () => enterOn(page, "Delete 1 unused key"), "Deleted 1 key.");
});
