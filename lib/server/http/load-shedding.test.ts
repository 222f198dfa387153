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
  const pending: (() => void)[] = [];
  const listen = shedLoad(async (_, response) => {
    await new Promise<void>((resolve) => pending.push(resolve));
    response.end("served");
  });
  server = createServer(listen).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const send = async (path: string, method = "GET") => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    const { status, headers } = response;
    return { status, text: await response.text(), retry: headers.get("retry-after"), headers };
  };
  const waitForPending = async (count: number) => expect.poll(() => pending.length).toBe(count);
  return { send, pending, waitForPending };
}

test("rejects page requests over the limit; files and POST pass; requests in flight complete", async () => {
  const { send, pending, waitForPending } = await slowPages();
  const first = Array.from({ length: 100 }, (_, n) => send(n % 2 ? "/acme/members" : "/docs"));
  await waitForPending(100);
  const shed = await send("/acme/members");
  expect(shed).toMatchObject({ status: 503, retry: "1" });
  expect(shed.headers.get("cache-control")).toBe("no-store");
  expect(shed.text).toContain("<h1>Temporarily unavailable</h1><p>Too many page requests at once.");
  const passing = [send("/_next/static/x.js"), send("/acme/members", "POST")];
  await waitForPending(102);
  for (const serve of pending) serve();
  for (const response of await Promise.all([...first, ...passing])) {
    expect(response).toMatchObject({ status: 200, text: "served", retry: null });
  }
  const next = send("/acme/members");
  await waitForPending(103);
  pending.at(-1)?.();
  expect((await next).status).toBe(200);
});

test("without a database, responds with 503 as a page or as JSON, and serves pages that need none", async () => {
  const { send, pending, waitForPending } = await slowPages();
  await withDatabaseUnavailable(async () => {
    await expect.poll(checkDatabase).toMatchObject({ kind: "unavailable", cause: expect.any(Error) });
    expect(await send("/acme/members")).toMatchObject({
      status: 503,
      retry: "1",
      text: expect.stringContaining("The database is not reachable."),
    });
    const data = await send("/acme/data/members?x");
    expect(data).toMatchObject({ status: 503, retry: "1" });
    expect(JSON.parse(data.text)).toEqual({
      code: "UNAVAILABLE",
      message: "The database is not reachable. Nothing was changed. Try again in a moment.",
      fields: {},
    });
    const docs = send("/docs/errors");
    await waitForPending(1);
    pending[0]?.();
    expect((await docs).status).toBe(200);
  });
});
