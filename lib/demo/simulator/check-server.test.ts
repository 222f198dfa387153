import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { errorEnvelope } from "@/lib/api/http/envelope";
import { AppError } from "@/lib/core/errors";
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
async function startOtherServer(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
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
    unavailable(" (ECONNREFUSED). Start it"),
  );
  // Speaks no TLS.
  const url = (await startOtherServer(200, "")).replace("http:", "https:");
  expect(await rejection(url)).toMatchObject(unavailable(" (ERR_SSL_"));
});

test.each([
  ["page", 200, "<html></html>", {}, "is not Agent Studio."],
  ['page about "ready"', 200, '<p class="ready">ready</p>', {}, "is not Agent Studio."],
  ["JSON", 200, '{"status":"not ready","is":"ready"}', {}, "is not Agent Studio."],
  ["404", 404, "Not Found", {}, "is not Agent Studio."],
  ["redirect to its own sign-in page", 302, "", { Location: "/login" }, "is not Agent Studio."],
  [
    "redirect to HTTPS",
    301,
    "",
    { Location: "https://keys.example.com/readyz" },
    "redirects to https://keys.example.com. Pass",
  ],
  ["503 as text", 503, "Service Unavailable", {}, "responds with 503: the server behind it is not ready."],
  ["502 as a page", 502, "<html>", {}, "responds with 502: the server behind it is not ready."],
  ["521 as text", 521, "error code: 521", {}, "responds with 521: the server behind it is not ready."],
  ["redirect to no server", 302, "", { Location: "mailto:ada@example.com" }, "is not Agent Studio."],
  ["504 as JSON", 504, '{"message":"timeout"}', {}, "responds with 504: the server behind it is not ready."],
])("rejects another server's or a proxy's %s", async (_, status, body, headers, message) => {
  expect(await rejection(await startOtherServer(status, body, headers))).toMatchObject(unavailable(message));
});

test("does not call a server that responds with an error of the API another product", async () => {
  for (const [status, code] of [
    [503, "UNAVAILABLE"],
    [500, "INTERNAL_ERROR"],
    [429, "RATE_LIMITED"],
  ] as const) {
    const body = JSON.stringify(errorEnvelope(new AppError(code), "id"), null, 2);
    expect(await rejection(await startOtherServer(status, body))).toMatchObject(
      unavailable("is not ready. Try again in a moment."),
    );
  }
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
