import type { Page } from "playwright/test";

/** Every address asked for that is not the page's own server; what is written into a page asks nobody. */
export function recordThirdPartyRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    const own = host === `localhost:${process.env.PORT}` || ["data:", "blob:"].includes(protocol);
    if (!own) asked.push(request.url());
  });
  return asked;
}

/** What the navigation lists. */
export async function docsNavigationLinks(page: Page): Promise<{ name: string; href: string }[]> {
  await page.goto("/docs");
  const links = await page.getByRole("navigation", { name: "Documentation" }).getByRole("link").all();
  return Promise.all(
    links.map(async (link) => ({
      name: (await link.innerText()).trim(),
      href: (await link.getAttribute("href")) ?? "",
    })),
  );
}
