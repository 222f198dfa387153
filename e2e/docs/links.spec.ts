import { docsNavigationLinks } from "../support/docs";
import { expect, test } from "../support/fixtures";

test("links between documentation files lead to pages, and links to files that are not served are plain text", async ({
  page,
}) => {
  for (const { href } of await docsNavigationLinks(page)) {
    await page.goto(href);
    const targets = await page
      .getByRole("main")
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    for (const target of targets) {
      expect(target, `a link of ${href}`).not.toMatch(/\.md\b/);
      if (!target.startsWith("/docs/")) continue;
      expect((await page.request.get(target)).status(), `${target}, linked from ${href}`).toBe(200);
    }
  }
});
