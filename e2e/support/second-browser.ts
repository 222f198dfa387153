import type { Page } from "playwright/test";
import { expect, sessionCookies } from "./fixtures";

/**
 * Signs a user in in a second browser, as by password: a sign-in link would end the existing sessions.
 * @param page a page on which the user is signed in
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
