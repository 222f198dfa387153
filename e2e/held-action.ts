import type { Page } from "playwright/test";

/**
 * Keeps what the page sends to its server actions on the way, as a slow network does.
 * @returns lets all of it go on, also what is sent from then on
 */
export async function holdActions(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*", async (route) => {
    if (route.request().headers()["next-action"]) await released;
    await route.continue();
  });
  return release;
}
