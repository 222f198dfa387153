import { docsNavigationLinks, recordThirdPartyRequests } from "../support/docs";
import { expect, test } from "../support/fixtures";

test("every documentation page opens from the navigation without a session", async ({ page }) => {
  const asked = recordThirdPartyRequests(page);
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
  expect(asked, "what was asked of others").toEqual([]);
});
