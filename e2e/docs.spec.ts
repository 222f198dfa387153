import type { Page } from "playwright/test";
import { importAll, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

/** Every address asked for that is not the page's own server; what is written into a page asks nobody. */
function strangers(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    const own = host === `localhost:${process.env.PORT}` || ["data:", "blob:"].includes(protocol);
    if (!own) asked.push(request.url());
  });
  return asked;
}

/** What the navigation lists. */
async function listedPages(page: Page): Promise<{ name: string; href: string }[]> {
  await page.goto("/docs");
  const links = await page.getByRole("navigation", { name: "Documentation" }).getByRole("link").all();
  return Promise.all(
    links.map(async (link) => ({
      name: (await link.innerText()).trim(),
      href: (await link.getAttribute("href")) ?? "",
    })),
  );
}

test("without a session, every page of the documentation opens from the navigation", async ({ page }) => {
  const asked = strangers(page);
  const pages = await listedPages(page);
  expect(pages.map(({ href }) => href)).toEqual(
    expect.arrayContaining(["/docs/external-events", "/docs/operations", "/docs/api"]),
  );
  for (const { name, href } of pages) {
    const link = page
      .getByRole("navigation", { name: "Documentation" })
      .getByRole("link", { name, exact: true });
    await link.click();
    await page.waitForURL(`**${href}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/^(Documentation|Not found)$/);
    await expect(link).toHaveAttribute("aria-current", "page");
    await expect(page).toHaveTitle(`${name} · Agent Studio docs`);
  }
  expect(asked, "what was asked of others").toEqual([]);
});

test("links between the files lead to pages, and those to files that are not served are words", async ({
  page,
}) => {
  for (const { href } of await listedPages(page)) {
    await page.goto(href);
    const targets = await page
      .getByRole("main")
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    for (const target of targets) {
      expect(target, `a link of ${href}`).not.toMatch(/\.md\b/);
      if (!target.startsWith("/docs/")) continue;
      expect((await page.request.get(target)).status(), `${target}, linked from ${href}`).toBe(200);
    }
  }
});

test.describe("an address that is no page", () => {
  // The browser itself logs the 404 that this story is about.
  test.use({ cleanConsole: undefined });
  test("says so, with the navigation beside it", async ({ page }) => {
    const answer = await page.goto("/docs/no-such-page");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "Not found" })).toBeVisible();
    await page.getByRole("link", { name: "All pages" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
  });
});

test("code is copied as it stands in the file", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/external-events");
  const code = await page.getByRole("group", { name: /^Code 2:/ }).innerText();
  await page.getByRole("button", { name: "Copy code 2" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test("the console links to the documentation", async ({ page, open }) => {
  await open("configure/api-keys");
  await page.getByRole("link", { name: "API docs" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Documentation" })).toBeVisible();
  await page.getByRole("link", { name: "Console" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 1280]) {
    test(`the documentation fits ${width} pixels in ${colorScheme}, and axe finds nothing`, async ({
      page,
      expectAccessible,
    }) => {
      // axe looks at every page in turn, and the reference is a large one.
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 1280, height: 800 });
      const pages = await listedPages(page);
      await page.setViewportSize({ width, height: 800 });
      for (const href of ["/docs", ...pages.map((listed) => listed.href)]) {
        await page.goto(href);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        if (href === "/docs/api")
          await expect(page.getByRole("heading", { name: "Operations" })).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `what sticks out of ${href}`).toBeLessThanOrEqual(0);
        await expectAccessible(page);
      }
    });
  }
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`a request is tried with a key, in ${colorScheme}`, async ({ page, stage, expectAccessible }) => {
    test.slow();
    const asked = strangers(page);
    await importAll(stage.operator, stage.agents.uk.id, [{ id: `tried-${stage.slug}` }]);
    const { secret } = await makeKey(stage.operator);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/docs/api");
    await page.getByRole("button", { name: "Authorize", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Authorize" });
    await expect(dialog).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole("textbox").first().fill(secret);
    await dialog.getByRole("button", { name: "Apply credentials" }).first().click();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);

    await page.getByRole("button", { name: /List one agent's conversations$/ }).click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByRole("textbox", { name: "account_id" }).fill(stage.slug);
    await page.getByRole("textbox", { name: "project_id" }).fill(stage.agents.uk.slug);
    await page.getByRole("textbox", { name: "limit" }).fill("1");
    const answered = page.waitForResponse(/\/v3\/.*\/conversations\?/);
    await page.getByRole("button", { name: "Execute" }).click();
    expect((await answered).status()).toBe(200);
    await expect(page.getByRole("row", { name: /^200 Response body/ })).toBeVisible();
    await expect(page.getByText(`"id": "tried-${stage.slug}"`)).toBeVisible();
    await page.getByRole("button", { name: "Hand the call on" }).click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await expect(page.getByRole("textbox", { name: "Request body" })).toBeVisible();
    await expectAccessible(page);
    expect(asked, "what was asked of others").toEqual([]);

    // Without the operation in the address that was open last.
    await page.goto("/docs/api");
    await page.getByRole("button", { name: "Authorize", exact: true }).click();
    await expect(dialog.getByRole("textbox").first(), "a key that was forgotten").toHaveValue("");
  });
}

test.describe("when the document cannot be had", () => {
  // The browser itself logs the request that this story cuts off.
  test.use({ cleanConsole: undefined });
  test("the reference says so, and another try shows it", async ({ page, expectAccessible }) => {
    await page.route("**/openapi.json", (route) => route.abort());
    await page.goto("/docs/api");
    await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toBeVisible();
    await expectAccessible(page);
    await page.unroute("**/openapi.json");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "Operations" })).toBeVisible();
    await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toHaveCount(0);
  });
});
