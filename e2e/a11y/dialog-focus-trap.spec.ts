import type { Locator, Page } from "playwright/test";
import { DIALOG_PAGE_NAMES, dialogsByPage, openDialog, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";

/** More stops than any dialog has. */
const MAX_STOPS = 60;

/** Where the focus is: the number that was given to that element of the dialog; nothing where it is none of them. */
const focusStop = (dialog: Locator): Promise<string | undefined> =>
  dialog.evaluate((element) => {
    const own = document.activeElement;
    if (!(own instanceof HTMLElement) || own === element || !element.contains(own)) return undefined;
    own.dataset.stop ??= String(element.querySelectorAll("[data-stop]").length);
    return own.dataset.stop;
  });

/** Every stop of one round through the dialog, from where the focus is until it is there again. */
async function tabCycle(page: Page, dialog: Locator, press: string): Promise<(string | undefined)[]> {
  const stops = [await focusStop(dialog)];
  for (let n = 0; n < MAX_STOPS; n++) {
    await page.keyboard.press(press);
    const stop = await focusStop(dialog);
    if (stop === stops[0]) return stops;
    stops.push(stop);
  }
  throw new Error(`The focus does not come round: ${stops.join(", ")}`);
}

for (const [index, name] of DIALOG_PAGE_NAMES.entries()) {
  test(`every dialog of ${name} traps focus, and Escape restores it`, async ({
    page,
    workspace,
    signInAndGoto,
  }) => {
    const [path = "", dialogs = []] =
      Object.entries(dialogsByPage(workspace.slug, await seedDialogs(workspace)))[index] ?? [];
    await signInAndGoto(path);
    for (const opened of dialogs) {
      await opened.prepare?.(page);
      const { opener, dialog } = await openDialog(page, opened);
      await expect.poll(() => focusStop(dialog), `the focus in ${opened.title}`).toBeDefined();
      const forth = await tabCycle(page, dialog, "Tab");
      expect(forth.length, `stops of ${opened.title}`).toBeGreaterThan(1);
      expect(forth, `stops of ${opened.title}`).not.toContain(undefined);
      const [first, ...rest] = await tabCycle(page, dialog, "Shift+Tab");
      expect([first, ...rest.reverse()], `stops of ${opened.title}, backwards`).toEqual(forth);
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      await expect(opener).toBeFocused();
    }
  });
}
