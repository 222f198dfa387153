import type { Locator, Page } from "playwright/test";
import { DIALOG_PAGE_NAMES, dialogsByPage, invitedEmail, openDialog, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { expectResponsive, horizontalOverflow } from "../support/responsive";

/** More than the focusable elements of any dialog. */
const MAX_STOPS = 60;
/**
 * At 200 %, a window of 1280 × 800 has half as many CSS pixels. Each also has twice as many device pixels, which no style or
 * script reads, so they do not affect the layout.
 */
const ZOOMED = { width: 640, height: 400 };

/** Identifies the focused element by a number, in the order of first focus. Undefined when the focus is not in the dialog. */
const focusStop = (dialog: Locator): Promise<string | undefined> =>
  dialog.evaluate((element) => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement) || focused === element || !element.contains(focused)) {
      return undefined;
    }
    focused.dataset.stop ??= String(element.querySelectorAll("[data-stop]").length);
    return focused.dataset.stop;
  });

/** Presses a key until the focus is back where it was. Returns every stop on the way. */
async function tabCycle(page: Page, dialog: Locator, key: string): Promise<(string | undefined)[]> {
  const stops = [await focusStop(dialog)];
  for (let n = 0; n < MAX_STOPS; n++) {
    await page.keyboard.press(key);
    const stop = await focusStop(dialog);
    if (stop === stops[0]) return stops;
    stops.push(stop);
  }
  throw new Error(`The focus does not return to its start: ${stops.join(", ")}`);
}

async function expectFocusTrap(page: Page, dialog: Locator, title: string): Promise<void> {
  await expect.poll(() => focusStop(dialog), `focus in ${title}`).toBeDefined();
  const forwards = await tabCycle(page, dialog, "Tab");
  expect(forwards.length, `stops of ${title}`).toBeGreaterThan(1);
  expect(forwards, `stops of ${title}`).not.toContain(undefined);
  const [first, ...rest] = await tabCycle(page, dialog, "Shift+Tab");
  expect([first, ...rest.reverse()], `stops of ${title}, backwards`).toEqual(forwards);
}

async function expectUsableWhenZoomed(page: Page, dialog: Locator, title: string): Promise<void> {
  await page.setViewportSize(ZOOMED);
  expect(await horizontalOverflow(page), `horizontal overflow of ${title} at 200%`).toBeLessThanOrEqual(0);
  const [submit] = (await dialog.getByRole("button").all()).slice(-2);
  await submit?.scrollIntoViewIfNeeded();
  await expect(submit ?? dialog, `the submit button of ${title} at 200%`).toBeInViewport({ ratio: 1 });
}

for (const [index, name] of DIALOG_PAGE_NAMES.entries()) {
  test(`every dialog of ${name} traps focus, fits every width, theme and 200% zoom, and closes with Escape`, async ({
    page,
    viewport,
    workspace,
    signInAndGoto,
  }) => {
    test.slow();
    const [path = "", dialogs = []] =
      Object.entries(dialogsByPage(workspace.slug, await seedDialogs(workspace)))[index] ?? [];
    expect(dialogs.length, `dialogs of ${name}`).toBeGreaterThan(0);
    await signInAndGoto(path);
    for (const spec of dialogs) {
      await page.emulateMedia({ colorScheme: "light" });
      if (viewport) await page.setViewportSize(viewport);
      await spec.prepare?.(page);
      const { opener, dialog } = await openDialog(page, spec);
      await expectFocusTrap(page, dialog, spec.title);
      await expectResponsive(page, spec.title);
      await expectUsableWhenZoomed(page, dialog, spec.title);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      // The focus returns a moment after the dialog closes. The next dialog's opener would lose it to this one's.
      await expect(opener).toBeFocused();
    }
  });
}

/** Presses Tab until the button has the focus, and Enter once it is enabled: some wait for a count. */
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
  /** Opens a dialog, submits it, and waits for the announcement. */
  const submit = async (triggerName: string, submitting: () => Promise<void>, announcement?: string) => {
    const spec = all.find((one) => one.triggerName === triggerName);
    if (!spec) throw new Error(`No dialog is opened by ${triggerName}.`);
    await spec.prepare?.(page);
    const { dialog } = await openDialog(page, spec);
    await submitting();
    if (announcement) await expect(page.getByRole("status").getByText(announcement)).toBeVisible();
    await expect(dialog).toHaveCount(0);
  };
  const press = (key: string) => () => page.keyboard.press(key);
  const type = (text: string) => async () => {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
    await page.keyboard.press("Enter");
  };

  await signInAndGoto("members");
  await submit("Change the access of Bob Second", press("Enter"), "No changes.");
  await submit(
    `Revoke the invitation of ${invitedEmail(slug)}`,
    () => pressEnterOn(page, "Revoke invitation"),
    `Revoked the invitation of ${invitedEmail(slug)}.`,
  );
  await submit("Remove Bob Second", () => pressEnterOn(page, "Remove member"), "Removed Bob Second.");

  await page.goto(`/${slug}/configure/api-keys/configuration`);
  await submit(
    "Migrate to v3",
    () => pressEnterOn(page, "Migrate to v3"),
    "Migrated “Night desk” to Conversations v3.",
  );

  await page.goto(`/${slug}/agents`);
  await submit("Agent", type("Concierge"), "Created “Concierge”.");
  await submit("Runtime token of Night desk", async () => {
    await pressEnterOn(page, "Create token");
    await expect(page.getByRole("button", { name: "Copy token" })).toBeFocused();
    await pressEnterOn(page, "Done");
    await pressEnterOn(page, "Close anyway");
  });
  await submit("Delete Night desk", () => pressEnterOn(page, "Delete agent"), "Deleted “Night desk”.");

  await page.goto(`/${slug}/configure/api-keys`);
  await submit("Edit Door", type("Front door"), "Renamed “Door” to “Front door”.");
  await submit("Delete 2 selected keys", () => pressEnterOn(page, "Delete 1 unused key"), "Deleted 1 key.");
});
