import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect, test } from "playwright/test"; // No page is opened, so there is none to audit.
import { freePort } from "@/testing/free-port";
import {
  cleanUpServers,
  createDataDir,
  isDatabaseRunning,
  spawnServer,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";

test.afterEach(cleanUpServers);

test("shuts down cleanly on SIGTERM during startup", { tag: "@full" }, async () => {
  const data = await createDataDir();
  const server = spawnServer(data, await freePort());
  let printed = "";
  for await (const chunk of server.stdout) {
    printed += String(chunk);
    if (printed.includes("Creating the embedded database")) server.kill("SIGTERM");
  }
  if (server.exitCode === null) await once(server, "exit");
  expect(server.exitCode).toBe(0);
  expect(printed).not.toContain("is ready");
  expect(isDatabaseRunning(data)).toBe(false);
});

/** Sends the upgrade offer that is in the first request of Java's HTTP client and of curl --http2. */
function requestHttp2Upgrade(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const offer = { connection: "Upgrade, HTTP2-Settings", upgrade: "h2c", "http2-settings": "AAMAAABk" };
    request(url, { headers: offer }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
}

test("serves HTTP/2 upgrade offers over HTTP/1.1, and open connections do not block shutdown", {
  tag: "@full",
}, async () => {
  const data = await createDataDir();
  const server = await startServerProcess(data, await freePort());
  // Next starts listening for upgrades with its first page.
  expect((await fetch(`${server.baseUrl}/sign-in`)).status).toBe(200);
  expect(await requestHttp2Upgrade(`${server.baseUrl}/v3/unknown/unknown/conversations`)).toBe(401);
  expect(await requestHttp2Upgrade(`${server.baseUrl}/sign-in`)).toBe(200);

  const idle = connect({ port: Number(new URL(server.baseUrl).port), host: "127.0.0.1" });
  await once(idle, "connect");
  idle.on("error", () => {});
  expect(await stopServerProcess(server, "SIGTERM")).toBe(0);
  expect(isDatabaseRunning(data)).toBe(false);
});
