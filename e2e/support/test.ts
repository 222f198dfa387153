import AxeBuilder from "@axe-core/playwright";
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
  type TestInfo,
} from "playwright/test";

/** WCAG 2.2 AA as far as a machine can see it, and what axe advises beyond. */
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe has looked at last on a page. */
const lastAudited = new WeakMap<Page, string>();

/** Fails on anything that axe finds on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    // Without frames there is nothing to put together on a page of its own.
    .setLegacyMode()
    // `target-size` is off unless it is asked for.
    .options({ runOnly: { type: "tag", values: AXE_TAGS }, rules: { "target-size": { enabled: true } } })
    .analyze();
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  expect(told, `what axe finds at ${page.url()}`).toEqual([]);
  expect(passes.length, "rules that axe could apply").toBeGreaterThan(5);
  lastAudited.set(page, await page.content());
}

/** Everything that a story leaves open is looked at once more as it is left. A story that failed has told enough. */
async function auditOnExit(context: BrowserContext, { status, expectedStatus }: TestInfo): Promise<void> {
  if (status !== expectedStatus) return;
  for (const page of context.pages()) {
    if (!page.url().startsWith("http")) continue;
    // Colours half-way between two states are nobody's.
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.waitForLoadState();
    if (lastAudited.get(page) !== (await page.content())) await expectAccessible(page);
  }
}

interface ConsoleWatcher {
  watch: (context: BrowserContext) => void;
  expectError: (message: RegExp) => void;
}

interface TestFixtures {
  consoleErrors: ConsoleWatcher;
  /** Names what the browser will log because of what the story does on purpose: it must come, and nothing else may. */
  expectConsoleError: ConsoleWatcher["expectError"];
  /** Opens a page in a browser of its own, as another person or another device has. It is closed with the story. */
  anotherBrowser: (options?: BrowserContextOptions) => Promise<Page>;
  /** Fails on anything that axe finds on the page as it stands. */
  expectAccessible: (page: Page) => Promise<void>;
}

/** Stories whose every page is watched: nothing in the console, and nothing for axe to find at the end. */
export const test = base.extend<TestFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  consoleErrors: async ({}, use, info) => {
    const said: string[] = [];
    const provoked: RegExp[] = [];
    await use({
      watch: (context) => {
        context.on("console", (message) => {
          if (!["error", "warning"].includes(message.type())) return;
          said.push(`${message.text()} ${message.location().url}`.trim());
        });
        context.on("weberror", (error) => said.push(String(error.error())));
      },
      expectError: (message) => provoked.push(message),
    });
    const surprising = said.filter((text) => !provoked.some((message) => message.test(text)));
    expect(surprising, "the browser's console").toEqual([]);
    if (info.status !== info.expectedStatus) return;
    const missing = provoked.filter((message) => !said.some((text) => message.test(text)));
    expect(missing.map(String), "what the browser was to complain of").toEqual([]);
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

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  expectAccessible: async ({}, use) => use(expectAccessible),
});

export { expect };
