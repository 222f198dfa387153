import type { QueryClient } from "@tanstack/react-query";
import type { Page } from "playwright/test";

/**
 * Finds these secrets in the memory of a page: in its HTML, and in every object that is reachable from `window` or from the
 * properties that React adds to elements. That includes React Query's caches of queries and mutations.
 * @returns the path to each, such as `window.a.b: the name`
 * @throws Error when the search does not find the text that it adds to each cache itself
 */
export async function findInPageMemory(page: Page, secrets: Map<string, string>): Promise<string[]> {
  // Before React has hydrated the page, there is nothing to search.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main *")].some((element) =>
      Object.keys(element).some((name) => name.startsWith("__reactFiber")),
    ),
  );
  const { found, planted } = await page.evaluate(
    (secrets) => {
      const found: string[] = [];
      const planted = { queries: "planted among the queries", mutations: "planted among the mutations" };
      const searched = [...secrets, ...Object.values(planted).map((text) => [text, text] as const)];
      const seen = new Set<unknown>();
      const queue: [string, unknown][] = [
        ["html", document.documentElement.outerHTML],
        ["history", JSON.stringify(history.state)],
        ["localStorage", JSON.stringify(localStorage)],
        ["sessionStorage", JSON.stringify(sessionStorage)],
        ["address", location.href],
        ["window", window],
      ];
      for (const element of document.querySelectorAll("*")) queue.push([element.tagName, element]);
      for (let next = queue.pop(); next; next = queue.pop()) {
        const [path, value] = next;
        if (typeof value === "string") {
          for (const [name, secret] of searched) if (value.includes(secret)) found.push(`${path}: ${name}`);
        }
        if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) {
          continue;
        }
        seen.add(value);
        if (value instanceof Map || value instanceof Set) queue.push([`${path}()`, [...value.entries()]]);
        if (isClient(value))
          queue.push([`${path}.queries`, queriesOf(value)], [`${path}.mutations`, mutationsOf(value)]);
        for (const name of Object.getOwnPropertyNames(value)) {
          try {
            queue.push(
              [`${path}.${name}`, name],
              [`${path}.${name}`, (value as Record<string, unknown>)[name]],
            );
          } catch {
            // Some properties of browser objects throw when they are read.
          }
        }
      }
      return { found, planted };

      function isClient(value: object): value is QueryClient {
        return "getMutationCache" in value && !Object.hasOwn(value, "getMutationCache");
      }
      // The entries of the caches are private, so these read them through the API, with one planted entry added.
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
  const isPlanted = (path: string) => Object.values(planted).some((text) => path.endsWith(`: ${text}`));
  for (const text of Object.values(planted)) {
    if (!found.some((path) => path.endsWith(`.data: ${text}`)))
      throw new Error(`The search does not find what was ${text}.`);
  }
  return found.filter((path) => !isPlanted(path));
}
