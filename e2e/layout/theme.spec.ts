import type { Page } from "playwright/test";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

const BACKGROUND = { light: "rgb(243, 242, 240)", dark: "rgb(22, 21, 20)" };

const backgroundColor = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** The HTML before any script runs: its theme, and the colors of the browser's own surfaces around it. */
async function initialResponse(page: Page): Promise<{ theme: string | null; around: string[] }> {
  const html = await (await page.request.get(page.url())).text();
  return {
    theme: /<html[^>]* data-theme="([^"]*)"/.exec(html)?.[1] ?? null,
    around: [...html.matchAll(/<meta name="theme-color"[^>]* content="([^"]*)"/g)].map(
      ([, color]) => color ?? "",
    ),
  };
}

test("the selected theme is part of the initial HTML, and System follows the operating system again", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const theme = page.getByRole("combobox", { name: "Theme" });
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/sign-in");
  expect(await initialResponse(page)).toEqual({ theme: null, around: ["#f3f2f0", "#161514"] });
  expect(await backgroundColor(page)).toBe(BACKGROUND.light);
  await theme.selectOption("Dark");
  await expect.poll(() => backgroundColor(page)).toBe(BACKGROUND.dark);
  await expectAccessible(page);

  await signInAndGoto("agents");
  expect(await backgroundColor(page)).toBe(BACKGROUND.dark);
  await expect(theme).toHaveValue("dark");
  expect(await initialResponse(page)).toEqual({ theme: "dark", around: ["#161514"] });
  await page.emulateMedia({ colorScheme: "dark" });
  await theme.selectOption("Light");
  expect(await backgroundColor(page)).toBe(BACKGROUND.light);

  await page.goto("/account");
  await expect(theme).toHaveValue("light");
  expect(await backgroundColor(page)).toBe(BACKGROUND.light);
  expect(await initialResponse(page)).toEqual({ theme: "light", around: ["#f3f2f0"] });
  await theme.selectOption("System");
  expect(await backgroundColor(page)).toBe(BACKGROUND.dark);
  await page.goto(`/${workspace.slug}/agents`);
  await expect(theme).toHaveValue("system");
  expect((await initialResponse(page)).theme).toBeNull();
  expect(await backgroundColor(page)).toBe(BACKGROUND.dark);
  await page.emulateMedia({ colorScheme: "light" });
  expect(await backgroundColor(page)).toBe(BACKGROUND.light);
});
