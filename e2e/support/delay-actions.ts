import type { Page, Request } from "playwright/test";

/** Keeps what the page sends to its server actions on the way, as a slow network does. */
export const delayActions = (page: Page) =>
  delayRequests(page, (request) => request.headers()["next-action"] !== undefined);

/** Keeps what the page asks for on the way. */
export const delayReads = (page: Page) => delayRequests(page, (request) => request.url().includes("/data/"));

/** @returns lets all of it go on, also what is sent from then on */
async function delayRequests(page: Page, isHeld: (request: Request) => boolean): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*", async (route) => {
    if (isHeld(route.request())) await released;
    await route.continue();
  });
  return release;
}
