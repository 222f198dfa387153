import { docsNavigationLinks } from "../support/docs";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

const WIDTHS = [320, 1280];

test("every documentation page fits narrow and wide windows without accessibility violations", async ({
  page,
}) => {
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  const pages = await docsNavigationLinks(page);
  for (const href of ["/docs", ...pages.map((listed) => listed.href)]) {
    if (href === "/docs/api") continue;
    await page.goto(href);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectResponsive(page, href, { widths: WIDTHS });
  }
});

test("the API reference fits narrow and wide windows without accessibility violations", async ({ page }) => {
  // axe checks every operation.
  test.slow();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/docs/api");
  await expect(page.getByRole("heading", { name: "Operations" })).toBeVisible();
  await expectResponsive(page, "/docs/api", { widths: WIDTHS });
});
