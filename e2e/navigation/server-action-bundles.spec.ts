import { readFile } from "node:fs/promises";
import { z } from "zod";
import { expect, test } from "../support/test";

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
