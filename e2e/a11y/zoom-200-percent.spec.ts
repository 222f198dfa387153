import type { Page } from "playwright/test";
import { dialogsByPage, seedDialogs } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { horizontalOverflow } from "../support/responsive";

// A window of 1280 × 800 at 200 %: half as many CSS pixels, each with twice as many device pixels.
test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

/** The element that covers the center of the focused element, if there is one. */
const elementCoveringFocus = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const { left, top, width, height } = focused.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (hit && (focused.contains(hit) || hit.contains(focused) || hit.closest("label")?.contains(focused))) {
      return null;
    }
    return `${focused.outerHTML} under ${hit?.outerHTML ?? "nothing visible"}`;
  });

// The dialogs at 200 % are in dialogs.spec.ts.
test("at 200% zoom no page overflows, and focus is never covered", async ({
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
    // With a selection, a bar sticks to the top of the keys.
    for (const { prepare } of dialogs) await prepare?.(page);
    expect(await horizontalOverflow(page), `horizontal overflow of ${path}`).toBeLessThanOrEqual(0);
    await page.evaluate(() => scrollTo(0, 0));
    for (let n = 0; n < 25; n++) {
      await page.keyboard.press("Tab");
      expect(await elementCoveringFocus(page), `Tab ${n + 1} on ${path}`).toBeNull();
    }
  }
});
