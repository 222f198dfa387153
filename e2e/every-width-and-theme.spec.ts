import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

const PAGES = ["configure/api-keys", "configure/api-keys/configuration", "agents", "members", "audit"];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 768, 1440]) {
    test(`every page fits ${width} pixels in ${colorScheme}, and axe finds nothing`, async ({
      page,
      stage,
      open,
      expectAccessible,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const long =
        "A name as long as names may be, with aVeryLongWordThatHasNoPlaceToBreakAndMustBreakSomewhere";
      await makeKey(stage.operator, { name: long, agents: [stage.agents.uk.id, stage.agents.spain.id] });
      await open("");
      for (const path of PAGES) {
        await page.goto(`/${stage.slug}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `what sticks out of ${path}`).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      }
    });
  }
}
