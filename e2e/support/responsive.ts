import { expect, type Page } from "playwright/test";
import { expectAccessible } from "./test";

const WIDTHS = [320, 768, 1440];

/** What the page is wider than its window by, in CSS pixels. */
export const horizontalOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/**
 * The page as it stands, in every width and both themes: nothing sticks out and axe finds nothing. Width and theme
 * change around the page, which is not loaded again, so that what has been opened stays open.
 */
export async function expectResponsive(page: Page, what: string, widths = WIDTHS): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect(await horizontalOverflow(page), `what sticks out of ${what} at ${width}`).toBeLessThanOrEqual(0);
      await expectAccessible(page);
    }
  }
}
