import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { expect, test } from "playwright/test"; // No browser takes part: there is no page to watch.
import { freePort } from "@/testing/free-port";
import {
  createDataDir,
  isDatabaseRunning,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";

/** What Java's HTTP client and curl --http2 say in their first request. */
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

test("answers HTTP/2 upgrade offers over HTTP/1.1, and open connections do not block shutdown", async () => {
  const data = await createDataDir();
  const server = await startServerProcess(data, await freePort());
  // Next begins to listen for upgrades with its first page.
  expect((await fetch(`${server.baseUrl}/sign-in`)).status).toBe(200);
  expect(await requestHttp2Upgrade(`${server.baseUrl}/v3/nobody/nothing/conversations`)).toBe(401);
  expect(await requestHttp2Upgrade(`${server.baseUrl}/sign-in`)).toBe(200);

  const idle = connect({ port: Number(new URL(server.baseUrl).port), host: "127.0.0.1" });
  await once(idle, "connect");
  idle.on("error", () => {});
  expect(await stopServerProcess(server, "SIGTERM")).toBe(0);
  expect(isDatabaseRunning(data)).toBe(false);
});
