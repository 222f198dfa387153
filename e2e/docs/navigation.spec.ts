import { docsNavigationLinks, recordThirdPartyRequests } from "../support/docs";
import { expect, test } from "../support/fixtures";

test("every documentation page opens from the navigation without a session", async ({ page }) => {
  const thirdPartyRequests = recordThirdPartyRequests(page);
  const pages = await docsNavigationLinks(page);
  expect(pages.map(({ href }) => href)).toEqual(
    expect.arrayContaining(["/docs/external-events", "/docs/operations", "/docs/api"]),
  );
  for (const { name, href } of pages) {
    const link = page
      .getByRole("navigation", { name: "Documentation" })
      .getByRole("link", { name, exact: true });
    await link.click();
    await page.waitForURL(`**${href}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/^(Documentation|Not found)$/);
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(page).toHaveTitle(`${name} · Agent Studio docs`);
  }
  expect(thirdPartyRequests, "third-party requests").toEqual([]);
});

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
      expect(target, `a link on ${href}`).not.toMatch(/\.md\b/);
      if (!target.startsWith("/docs/")) continue;
      expect((await page.request.get(target)).status(), `${target}, linked from ${href}`).toBe(200);
    }
  }
});

test("an unknown documentation page shows Not found with the navigation", async ({
  page,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/docs\/no-such-page$/);
  const response = await page.goto("/docs/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
  await page.getByRole("link", { name: "All pages" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
});

test("the console links to the documentation", async ({ page, signInAndGoto }) => {
  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "API docs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
  await page.getByRole("link", { name: "Console" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
});
