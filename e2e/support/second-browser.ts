import type { Page } from "playwright/test";
import { expect, sessionCookies } from "./fixtures";

/**
 * Signs a person in in a browser of its own, as by a password: a link would end the sessions that there are.
 * @param page where they are signed in already
 */
export async function signInSecondBrowser(
  page: Page,
  anotherBrowser: () => Promise<Page>,
  userId: string,
): Promise<Page> {
  const other = await anotherBrowser();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  await other.context().addCookies(await sessionCookies(userId, new URL(page.url()).origin, userAgent));
  await other.goto("/");
  await expect(other.getByRole("heading", { name: "API keys" })).toBeVisible();
  return other;
}
