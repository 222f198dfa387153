import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "playwright/test";

/** Audits every page in every width and theme, as `npm run test:full` does. Otherwise, each look of a page is audited once. */
export const FULL_MATRIX = process.env.FULL_TESTS === "1";

/** Every WCAG 2.2 AA rule that axe can check, and its advice beyond them. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * An empty file marks a look without violations, so that the workers of a run share what they audited. Playwright
 * deletes the folder when a run starts.
 */
function auditedFile(look: string): string {
  const folder = path.join(test.info().project.outputDir, "audited");
  mkdirSync(folder, { recursive: true });
  return path.join(folder, createHash("sha256").update(look).digest("hex"));
}

/** Fails on any axe violation on the page in its current state. */
export async function expectAccessible(page: Page): Promise<void> {
  const audited = auditedFile(await lookOf(page));
  if (!FULL_MATRIX && existsSync(audited)) return;
  const { violations, passes } = await (await axe(page))
    // `target-size` is off by default.
    .options({
      runOnly: { type: "tag", values: TAGS },
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations"],
    })
    .analyze();
  expectNoViolations(page, violations);
  expect(passes.length, "rules that axe could apply").toBeGreaterThan(5);
  writeFileSync(audited, "");
}

/** Fails on text without enough contrast: the only rule whose result depends on the theme. */
export async function expectContrast(page: Page): Promise<void> {
  const audited = auditedFile(`contrast ${await lookOf(page)}`);
  if (!FULL_MATRIX && existsSync(audited)) return;
  const { violations, passes } = await (await axe(page))
    .options({ runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] })
    .analyze();
  expectNoViolations(page, violations);
  expect(
    passes.map(({ id }) => id),
    "rules that axe could apply",
  ).toContain("color-contrast");
  writeFileSync(audited, "");
}

/** axe takes about 600 kB of script, so a document gets it once. */
async function axe(page: Page): Promise<AxeBuilder> {
  const isLoaded = await page.evaluate(() => "axe" in window);
  // Without frames, there are no results of several documents to merge.
  return new AxeBuilder(isLoaded ? { page, axeSource: ";" } : { page }).setLegacyMode();
}

function expectNoViolations(
  page: Page,
  violations: Awaited<ReturnType<AxeBuilder["analyze"]>>["violations"],
) {
  const messages = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  expect(messages, `axe violations at ${page.url()}`).toEqual([]);
}

/**
 * What axe's rules read of a page: window size, theme, elements with their roles, classes and ARIA attributes, and where
 * there is text. Two pages with the same look differ in names, numbers and IDs, or in how many equal rows they have, from two on.
 */
function lookOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const READ =
      /^(aria-.*|class|role|type|lang|tabindex|hidden|disabled|open|alt|title|scope|data-theme|style)$/;
    const withoutIds = (value: string) => value.replace(/[\w-]*\d[\w-]*/g, "#");
    const describe = (element: Element): string => {
      if (["SCRIPT", "STYLE", "LINK"].includes(element.tagName)) return "";
      const attributes = [...element.attributes]
        .filter(({ name }) => READ.test(name))
        .map(({ name, value }) => `${name}=${name === "class" ? value : withoutIds(value)}`);
      const children: string[] = [];
      for (const node of element.childNodes) {
        const isText = node.nodeType === Node.TEXT_NODE && node.textContent?.trim();
        const child = node instanceof Element ? describe(node) : isText ? "text" : "";
        const isThird = child === children.at(-1) && child === children.at(-2);
        if (child && !isThird) children.push(child);
      }
      return `${element.tagName} ${attributes.join(" ")} (${children.join(",")})`;
    };
    const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
    return `${innerWidth}x${innerHeight} ${isDark ? "dark" : "light"} ${document.title && "titled"} ${describe(document.documentElement)}`;
  });
}
