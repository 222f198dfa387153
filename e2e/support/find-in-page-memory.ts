import type { QueryClient } from "@tanstack/react-query";
import type { Page } from "playwright/test";

/**
 * Where a page holds on to one of these texts: in its HTML or in whatever can be reached from `window` and from what
 * React hangs on the elements, React Query's caches of queries and of mutations among it.
 * @returns the way to each, such as `window.a.b: the name`
 * @throws Error when what was put into either cache for this was not found there
 */
export async function findInPageMemory(page: Page, secrets: Map<string, string>): Promise<string[]> {
  // Before React has taken the page over there is nothing to reach.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main *")].some((element) =>
      Object.keys(element).some((name) => name.startsWith("__reactFiber")),
    ),
  );
  const { held, planted } = await page.evaluate(
    (secrets) => {
      const held: string[] = [];
      const planted = { queries: "planted among the queries", mutations: "planted among the mutations" };
      const wanted = [...secrets, ...Object.values(planted).map((text) => [text, text] as const)];
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
        if (isClient(thing))
          waiting.push([`${way}.queries`, queriesOf(thing)], [`${way}.mutations`, mutationsOf(thing)]);
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
      return { held, planted };

      function isClient(thing: object): thing is QueryClient {
        return "getMutationCache" in thing && !Object.hasOwn(thing, "getMutationCache");
      }
      // What the caches hold is private to them, so they are asked: as they are, with one harmless thing more.
      function queriesOf(client: QueryClient): unknown[] {
        client.setQueryData(["planted"], planted.queries);
        const all = client.getQueryCache().getAll();
        client.removeQueries({ queryKey: ["planted"] });
        return all;
      }
      function mutationsOf(client: QueryClient): unknown[] {
        const cache = client.getMutationCache();
        const done = {
          status: "success",
          data: planted.mutations,
          error: null,
          variables: undefined,
        } as const;
        const rest = {
          context: undefined,
          failureCount: 0,
          failureReason: null,
          isPaused: false,
          submittedAt: 0,
        };
        const mutation = cache.build(client, {}, { ...done, ...rest });
        const all = cache.getAll();
        cache.remove(mutation);
        return all;
      }
    },
    [...secrets],
  );
  const isPlanted = (way: string) => Object.values(planted).some((text) => way.endsWith(`: ${text}`));
  for (const text of Object.values(planted)) {
    if (!held.some((way) => way.endsWith(`.data: ${text}`)))
      throw new Error(`The search does not find what was ${text}.`);
  }
  return held.filter((way) => !isPlanted(way));
}
