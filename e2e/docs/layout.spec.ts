import { docsNavigationLinks } from "../support/docs";
import { expect, test } from "../support/fixtures";

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`the documentation fits ${width} pixels in ${colorScheme} without accessibility violations`, async ({
      page,
      expectAccessible,
    }) => {
      // axe checks every page, and the API reference is large.
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 1280, height: 800 });
      const pages = await docsNavigationLinks(page);
      await page.setViewportSize({ width, height: 800 });
      for (const href of ["/docs", ...pages.map((listed) => listed.href)]) {
        await page.goto(href);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        if (href === "/docs/api")
          await expect(page.getByRole("heading", { name: "Operations" })).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `horizontal overflow of ${href}`).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      }
    });
  }
}
