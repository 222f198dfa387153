import { expect, type Page } from "playwright/test";
import { expectAccessible, expectContrast, FULL_MATRIX } from "./audit";

const WIDTHS = [320, 768, 1440];

/** By how many CSS pixels the page is wider than its window. */
export const horizontalOverflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/**
 * Fails on overflow at any of the widths, and on axe violations. The window and the theme change around the page without
 * a reload, so that what is open stays open.
 *
 * The full matrix runs axe at every width in both themes. Otherwise axe runs once, at the narrowest width in the light
 * theme, and the dark theme is checked for contrast at the widest.
 *
 * @param atWidth further checks at each width
 */
export async function expectResponsive(
  page: Page,
  name: string,
  { widths = WIDTHS, atWidth }: { widths?: number[]; atWidth?: (width: number) => Promise<void> } = {},
): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    const isFirst = width === widths[0];
    const isLast = width === widths.at(-1);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await expectNoOverflow(page, name, width);
    await atWidth?.(width);
    if (FULL_MATRIX || isFirst) await expectAccessible(page);
    if (!FULL_MATRIX && !isLast) continue;
    await page.emulateMedia({ colorScheme: "dark" });
    await expectNoOverflow(page, name, width);
    await (FULL_MATRIX ? expectAccessible(page) : expectContrast(page));
  }
}

const expectNoOverflow = async (page: Page, name: string, width: number) =>
  expect(await horizontalOverflow(page), `horizontal overflow of ${name} at ${width}`).toBeLessThanOrEqual(0);
