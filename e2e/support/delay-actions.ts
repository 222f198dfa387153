import type { Page, Request } from "playwright/test";

/** Delays the page's server actions, as a slow network does. */
export const delayActions = (page: Page) =>
  delayRequests(page, (request) => request.headers()["next-action"] !== undefined);

/** Delays the page's requests for data. */
export const delayReads = (page: Page) => delayRequests(page, (request) => request.url().includes("/data/"));

/** @returns a function that sends the delayed requests, and ends the delay of later ones */
async function delayRequests(page: Page, isDelayed: (request: Request) => boolean): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*", async (route) => {
    if (isDelayed(route.request())) await released;
    await route.continue();
  });
  return release;
}
