import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { generateSecret } from "@/lib/features/api-keys/secret";
import { setupApiServer } from "@/testing/api-server";
import { withDatabaseUnavailable } from "@/testing/database";
import { makeKey, makeWorkspace } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { requireSameDatabase, requireServer } from "./check-server";

const apiServer = setupApiServer();
const apiUrl = () => `http://127.0.0.1:${apiServer().port}`;

/** The error of `requireServer`, or undefined if it accepts the server. */
const rejection = (url: string): Promise<unknown> =>
  requireServer(url).then(
    () => undefined,
    (error) => error,
  );
const unavailable = (message: string) => ({
  code: "UNAVAILABLE",
  message: expect.stringContaining(message),
});

/** Starts a server of another product, which responds to every request in the same way. */
async function startOtherServer(status: number, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status).end(body));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("rejects a URL without a server", async () => {
  expect(await rejection(`http://127.0.0.1:${await freePort()}`)).toMatchObject(
    unavailable("No server responds at"),
  );
});

test.each([
  ["503", 503, "Service Unavailable"],
  ["page", 200, "<html></html>"],
])("rejects another server's %s", async (_, status, body) => {
  expect(await rejection(await startOtherServer(status, body))).toMatchObject(
    unavailable("is not Agent Studio."),
  );
});

test("rejects our server while it is not ready, and accepts it when it is", async () => {
  await withDatabaseUnavailable(async () => {
    await expect
      .poll(() => rejection(apiUrl()))
      .toMatchObject(unavailable("is not ready. Try again in a moment."));
  });
  await expect.poll(() => rejection(apiUrl())).toBeUndefined();
});

test("rejects a server that does not know the key, because it uses another database", async () => {
  const { secret } = await makeKey(await makeWorkspace());
  await requireSameDatabase(apiUrl(), secret);
  await expect(requireSameDatabase(apiUrl(), generateSecret().secret)).rejects.toMatchObject(
    unavailable("uses another database"),
  );
});
