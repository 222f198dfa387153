import type { Page } from "playwright/test";

/**
 * Where a page holds on to one of these texts: in its HTML or in whatever can be reached from `window` and from what
 * React hangs on the elements, React Query's caches of queries and of mutations among it.
 * @returns the way to each, such as `window.a.b: the name`
 */
export async function heldByPage(page: Page, secrets: Map<string, string>): Promise<string[]> {
  // Before React has taken the page over there is nothing to reach.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main *")].some((element) =>
      Object.keys(element).some((name) => name.startsWith("__reactFiber")),
    ),
  );
  const { held, caches } = await page.evaluate(
    (wanted) => {
      const held: string[] = [];
      let caches = 0;
      const seen = new Set<unknown>();
      const waiting: [string, unknown][] = [
        ["html", document.documentElement.outerHTML],
        ["history", JSON.stringify(history.state)],
        ["localStorage", JSON.stringify(localStorage)],
        ["sessionStorage", JSON.stringify(sessionStorage)],
        ["address", location.href],
        ["window", window],
      ];
      for (const element of document.querySelectorAll("*")) waiting.push([element.tagName, element]);
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [way, thing] = next;
        if (typeof thing === "string") {
          for (const [name, secret] of wanted) if (thing.includes(secret)) held.push(`${way}: ${name}`);
        }
        if ((typeof thing !== "object" && typeof thing !== "function") || thing === null || seen.has(thing)) {
          continue;
        }
        seen.add(thing);
        if (thing instanceof Map || thing instanceof Set) waiting.push([`${way}()`, [...thing.entries()]]);
        if ("getMutationCache" in thing) caches += 1;
        for (const name of Object.getOwnPropertyNames(thing)) {
          try {
            waiting.push(
              [`${way}.${name}`, name],
              [`${way}.${name}`, (thing as Record<string, unknown>)[name]],
            );
          } catch {
            // Some of a browser's own refuse to be read.
          }
        }
      }
      return { held, caches };
    },
    [...secrets],
  );
  if (caches === 0) throw new Error("React Query was not found: the search does not reach what it should.");
  return held;
}
