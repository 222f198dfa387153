import type { Page } from "playwright/test";
import { auth, CLIENT_ADDRESS_HEADER } from "@/lib/auth/auth";
import { expect } from "./fixtures";

/**
 * Signs a person in in a browser of its own, as by a password: a link would end the sessions that there are.
 * @param page where they are signed in already
 */
export async function signInElsewhere(
  page: Page,
  anotherBrowser: () => Promise<Page>,
  userId: string,
): Promise<Page> {
  const other = await anotherBrowser();
  const { headers } = await auth().api.signInByLink({
    body: { userId },
    headers: new Headers({
      "user-agent": await page.evaluate(() => navigator.userAgent),
      [CLIENT_ADDRESS_HEADER]: "127.0.0.1",
    }),
    returnHeaders: true,
  });
  const [name = "", value = ""] = headers.getSetCookie()[0]?.split(/[=;]/) ?? [];
  await other.context().addCookies([{ name, value, url: new URL(page.url()).origin }]);
  await other.goto("/");
  await expect(other.getByRole("heading", { name: "API keys" })).toBeVisible();
  return other;
}
