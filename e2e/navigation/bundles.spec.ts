import { readFile } from "node:fs/promises";
import type { Page } from "playwright/test";
import { z } from "zod";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

/** Waits until the network is idle and measures the loaded scripts: kilobytes over the wire, and number of files. */
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

/** The first 28 characters of the large scripts of a page, which are React and Next. */
const largeScriptHeaders = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // Modern browsers do not load nomodule scripts.
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
  // Next alone has 135 kB.
  expect(list.kilobytes).toBeGreaterThan(100);
  expect(list.kilobytes, "API Keys").toBeLessThan(180);
  const headers = await largeScriptHeaders(page);
  expect(new Set(headers), "large scripts are compiled eagerly").toEqual(
    new Set(["//# allFunctionsCalledOnLoad"]),
  );
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "New API key" })).toBeVisible();
  expect((await loadedScripts(page)).files, "script files with the dialog").toBeGreaterThan(list.files);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByRole("img", { name: /^Requests per day/ })).toBeVisible();
  expect((await loadedScripts(page)).kilobytes, "a key's page, with its chart").toBeLessThan(200);

  await page.goto(`/${workspace.slug}/configure/api-keys/configuration`);
  expect((await loadedScripts(page)).kilobytes, "Configuration").toBeLessThan(190);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  expect((await loadedScripts(page)).kilobytes, "sign-in").toBeLessThan(170);
});

const read = async <S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> =>
  schema.parse(JSON.parse(await readFile(`.next/server/${file}`, "utf8")));

test("every page's bundle contains every server action, so Next never forwards one over HTTP", async () => {
  const { node } = await read(
    "server-reference-manifest.json",
    z.object({
      node: z.record(
        z.string(),
        z.object({ workers: z.record(z.string(), z.unknown()), exportedName: z.string() }),
      ),
    }),
  );
  const routes = Object.keys(await read("app-paths-manifest.json", z.record(z.string(), z.string())));
  // Actions are posted to the address of a page: no route handler has one, and neither does Next's page for a root layout
  // that broke.
  const pages = routes.filter((route) => route.endsWith("/page") && route !== "/_global-error/page");
  expect(pages).toContain("/[workspace]/members/page");
  expect(pages).toContain("/docs/[page]/page");

  const actions = Object.values(node);
  expect(actions.map(({ exportedName }) => exportedName)).toEqual(
    expect.arrayContaining([
      "renameAgentAction",
      "configureAgentAction",
      "editApiKeyAction",
      "signOutAction",
    ]),
  );
  const missing = actions.flatMap(({ exportedName, workers }) =>
    pages.filter((page) => !(`app${page}` in workers)).map((page) => `${exportedName} in ${page}`),
  );
  expect(missing).toEqual([]);
});
