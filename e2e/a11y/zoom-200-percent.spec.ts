import type { Page } from "playwright/test";
import { dialogsByPage, openDialog, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { horizontalOverflow } from "../support/responsive";

// A window of 1280 × 800 at 200 %: half as many CSS pixels, twice as many of the screen's for each.
test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

/** What covers the middle of the element that has the focus, if anything does. */
const elementCoveringFocus = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const own = document.activeElement;
    if (!own || own === document.body) return null;
    const { left, top, width, height } = own.getBoundingClientRect();
    const there = document.elementFromPoint(left + width / 2, top + height / 2);
    if (there && (own.contains(there) || there.contains(own) || there.closest("label")?.contains(own))) {
      return null;
    }
    return `${own.outerHTML} under ${there?.outerHTML ?? "nothing that is in sight"}`;
  });

test("at 200% zoom nothing overflows, focus is never covered, and every dialog can be submitted", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const keyId = await seedDialogs(workspace);
  await signInAndGoto("configure/api-keys");
  expect(await page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio])).toEqual([640, 400, 2]);
  for (const [path, dialogs] of Object.entries(dialogsByPage(workspace.slug, keyId))) {
    await page.goto(`/${workspace.slug}/${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await horizontalOverflow(page), `what sticks out of ${path}`).toBeLessThanOrEqual(0);
    for (const opened of dialogs) {
      await opened.prepare?.(page);
      // With a selection, a bar sticks to the top of the keys.
      const { opener, dialog } = await openDialog(page, opened);
      expect(await horizontalOverflow(page), `what sticks out of ${opened.title}`).toBeLessThanOrEqual(0);
      const [last] = (await dialog.getByRole("button").all()).slice(-2);
      await last?.scrollIntoViewIfNeeded();
      await expect(last ?? dialog, `the answer of ${opened.title}`).toBeInViewport({ ratio: 1 });
      await page.keyboard.press("Escape");
      await expect(dialog).toHaveCount(0);
      await expect(opener).toBeFocused();
    }
    await page.evaluate(() => scrollTo(0, 0));
    for (let n = 0; n < 25; n++) {
      await page.keyboard.press("Tab");
      expect(await elementCoveringFocus(page), `on the way through ${path}`).toBeNull();
    }
  }
});
