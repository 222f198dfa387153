import type { Page, Request } from "playwright/test";

/** Whether a request calls a server action. */
export const isAction = (request: Request): boolean => request.headers()["next-action"] !== undefined;

/** Waits for the next request of the page that calls a server action. */
export const nextAction = (page: Page): Promise<Request> => page.waitForRequest(isAction);

/** Aborts the page's server actions, as a lost connection does. */
export const abortActions = (page: Page) =>
  page.route("**/*", (route) => (isAction(route.request()) ? route.abort() : route.fallback()));

/** Loses the responses to the page's server actions: the server makes the change, and then the connection is lost. */
export const loseActionResponses = (page: Page) =>
  page.route("**/*", async (route) => {
    if (!isAction(route.request())) return route.fallback();
    await route.fetch({ maxRedirects: 0 });
    return route.abort();
  });

/** Gives the page's server actions IDs that the server does not know, as a page of another version has. */
export const replaceActionIds = (page: Page) =>
  page.route("**/*", (route) => {
    const request = route.request();
    if (!isAction(request)) return route.fallback();
    return route.continue({ headers: { ...request.headers(), "next-action": "0".repeat(42) } });
  });

/** Delays the page's server actions, as a slow network does. */
export const delayActions = (page: Page) => delayRequests(page, isAction);

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
