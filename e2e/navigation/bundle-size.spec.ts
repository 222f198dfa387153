import type { Page } from "playwright/test";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

/** Waits until the page rests, and tells what script it has asked for by then: kilobytes over the wire, and files. */
async function loadedScripts(page: Page): Promise<{ kilobytes: number; files: number }> {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const sizes = new Map(
      entries
        .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
        .map((entry) => [entry.name, entry.encodedBodySize]),
    );
    return { kilobytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000, files: sizes.size };
  });
}

/** The first lines of the large scripts of a page, which are React and Next. */
const largeScriptHeaders = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // What is for old browsers is not fetched by this one.
    const sources = [...document.scripts].filter(({ src, noModule }) => src && !noModule);
    const texts = await Promise.all(sources.map(async ({ src }) => (await fetch(src)).text()));
    return texts.filter((text) => text.length > 100_000).map((text) => text.slice(0, 28));
  });

test("pages stay within their script size budget, and dialogs load on demand", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto("configure/api-keys", { apiKeysAccess: "edit" });
  await expect(page.getByRole("link", { name: "CRM sync" })).toBeVisible();
  const list = await loadedScripts(page);
  // Next alone is 135.
  expect(list.kilobytes).toBeGreaterThan(100);
  expect(list.kilobytes, "API Keys").toBeLessThan(180);
  const heads = await largeScriptHeaders(page);
  expect(new Set(heads), "compiled as they load").toEqual(new Set(["//# allFunctionsCalledOnLoad"]));
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "New API key" })).toBeVisible();
  expect((await loadedScripts(page)).files, "with the dialog").toBeGreaterThan(list.files);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByRole("img", { name: /^Requests per day/ })).toBeVisible();
  expect((await loadedScripts(page)).kilobytes, "a key's page, with its chart").toBeLessThan(200);

  await page.goto(`/${workspace.slug}/configure/api-keys/configuration`);
  expect((await loadedScripts(page)).kilobytes, "Configuration").toBeLessThan(190);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  expect((await loadedScripts(page)).kilobytes, "sign-in").toBeLessThan(170);
});
