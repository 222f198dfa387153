import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { checkDatabase } from "@/db/queries/health";
import { withDatabaseUnavailable } from "@/testing/database";
import { shedLoad } from "./load-shedding";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A page handler that responds when the test releases it. */
async function slowPages() {
  const held: (() => void)[] = [];
  const listen = shedLoad(async (_, response) => {
    await new Promise<void>((resolve) => held.push(resolve));
    response.end("served");
  });
  server = createServer(listen).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, method = "GET") => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    const { status, headers } = answer;
    return { status, text: await answer.text(), retry: headers.get("retry-after"), headers };
  };
  const under = async (count: number) => expect.poll(() => held.length).toBe(count);
  return { ask, held, under };
}

test("rejects page requests over the limit; files and POST pass; requests in flight complete", async () => {
  const { ask, held, under } = await slowPages();
  const first = Array.from({ length: 100 }, (_, n) => ask(n % 2 ? "/acme/members" : "/docs"));
  await under(100);
  const shed = await ask("/acme/members");
  expect(shed).toMatchObject({ status: 503, retry: "1" });
  expect(shed.headers.get("cache-control")).toBe("no-store");
  expect(shed.text).toContain("<h1>Temporarily unavailable</h1><p>Too many page requests at once.");
  const passing = [ask("/_next/static/x.js"), ask("/acme/members", "POST")];
  await under(102);
  for (const serve of held) serve();
  for (const answer of await Promise.all([...first, ...passing])) {
    expect(answer).toMatchObject({ status: 200, text: "served", retry: null });
  }
  const next = ask("/acme/members");
  await under(103);
  held.at(-1)?.();
  expect((await next).status).toBe(200);
});

test("without a database, responds with 503 as a page or as JSON, and serves pages that need none", async () => {
  const { ask, held, under } = await slowPages();
  await withDatabaseUnavailable(async () => {
    await expect.poll(checkDatabase).toMatchObject({ kind: "unavailable", cause: expect.any(Error) });
    expect(await ask("/acme/members")).toMatchObject({
      status: 503,
      retry: "1",
      text: expect.stringContaining("The database is not responding."),
    });
    const data = await ask("/acme/data/members?x");
    expect(data).toMatchObject({ status: 503, retry: "1" });
    expect(JSON.parse(data.text)).toEqual({
      code: "UNAVAILABLE",
      message: "The database is not responding. Nothing was changed. Try again in a moment.",
      fields: {},
    });
    const docs = ask("/docs/errors");
    await under(1);
    held[0]?.();
    expect((await docs).status).toBe(200);
  });
});
