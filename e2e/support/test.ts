import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
  type TestInfo,
} from "playwright/test";
import { expectAccessible } from "./audit";

/** Audits every page that a passed test leaves open. A failed test has reported enough. */
async function auditOnExit(context: BrowserContext, { status, expectedStatus }: TestInfo): Promise<void> {
  if (status !== expectedStatus) return;
  for (const page of context.pages()) {
    if (!page.url().startsWith("http")) continue;
    // Colors in the middle of a transition are not the page's.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.waitForLoadState();
    // While React replaces a page, it has no title for a moment.
    await expect(page).toHaveTitle(/./);
    await expectAccessible(page);
  }
}

interface ConsoleWatcher {
  watch: (context: BrowserContext) => void;
  expectError: (message: RegExp) => void;
}

interface TestFixtures {
  consoleErrors: ConsoleWatcher;
  /** Expects a console error or warning that the test causes on purpose. It must occur, and no other may. */
  expectConsoleError: ConsoleWatcher["expectError"];
  /** Opens a page in a separate browser, as another user or device has. It is closed after the test. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Tests that fail on console errors and warnings, and on axe violations of the pages that they leave open. */
export const test = base.extend<TestFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  consoleErrors: async ({}, use, info) => {
    const logged: string[] = [];
    const expected: RegExp[] = [];
    await use({
      watch: (context) => {
        context.on("console", (message) => {
          if (!["error", "warning"].includes(message.type())) return;
          logged.push(`${message.text()} ${message.location().url}`.trim());
        });
        context.on("weberror", (error) => logged.push(String(error.error())));
      },
      expectError: (message) => expected.push(message),
    });
    const unexpected = logged.filter((text) => !expected.some((message) => message.test(text)));
    expect(unexpected, "console errors and warnings").toEqual([]);
    if (info.status !== info.expectedStatus) return;
    const missing = expected.filter((message) => !logged.some((text) => message.test(text)));
    expect(missing.map(String), "expected console errors that did not occur").toEqual([]);
  },

  expectConsoleError: async ({ consoleErrors }, use) => use(consoleErrors.expectError),

  context: async ({ context, consoleErrors }, use, info) => {
    consoleErrors.watch(context);
    await use(context);
    await auditOnExit(context, info);
  },

  anotherBrowser: async ({ browser, consoleErrors }, use, info) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      consoleErrors.watch(context);
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await auditOnExit(context, info);
    for (const context of contexts) await context.close();
  },
});

export { expect };
