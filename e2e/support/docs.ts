import type { Page } from "playwright/test";

/** Records the URL of every request to another server. `data:` and `blob:` URLs cause no request. */
export function recordThirdPartyRequests(page: Page): string[] {
  const requested: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    const isOwn = host === `localhost:${process.env.PORT}` || ["data:", "blob:"].includes(protocol);
    if (!isOwn) requested.push(request.url());
  });
  return requested;
}

/** The links of the documentation's navigation. */
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
