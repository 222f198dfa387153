import { once } from "node:events";
import { rm } from "node:fs/promises";
import { request as ask, createServer } from "node:http";
import { freePort } from "@/testing/free-port";
import { createDataDir, startServerProcess, stopServerProcess } from "../support/server-process";
import { expect, test } from "../support/test";

/** What ends TLS before the server, but for the TLS: it says of every request that it came by https. */
async function startProxy(port: number, listenOn: number) {
  const proxy = createServer((request, response) => {
    const { method, url: path } = request;
    const told = {
      "x-forwarded-for": "198.51.100.4",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    };
    const onward = ask({ host: "127.0.0.1", port, method, path, headers: { ...request.headers, ...told } });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  }).listen(listenOn, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

test("behind a TLS-terminating proxy, sign-in and sign-out redirect within the action's own response", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const [data, port, front] = [await createDataDir(), await freePort(), await freePort()];
  const proxy = await startProxy(port, front);
  const base = `http://localhost:${front}`;
  const server = await startServerProcess(data, port, { TRUST_PROXY: "127.0.0.1", PUBLIC_URL: base });
  /** An answer to an action that leads elsewhere brings the page along, or the browser must come once more for it. */
  const answered = async (button: string, target: string) => {
    const answer = page.waitForResponse((one) => one.request().headers()["next-action"] !== undefined);
    await page.getByRole("button", { name: button }).click();
    const { headers } = { headers: (await answer).headers() };
    expect([headers["x-action-redirect"], headers["content-type"]]).toEqual([target, "text/x-component"]);
  };
  try {
    await page.goto(/http:\S+\/setup#\S+/.exec(server.startupOutput)?.[0] ?? "");
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("engines that weave algebra");
    await answered("Create admin", "/harbour-hotels/configure/api-keys;push");
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    await answered("Sign out", "/sign-in;push");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect(server.output()).not.toMatch(/"level":(50|60)/);
  } finally {
    await page.goto("about:blank");
    await stopServerProcess(server, "SIGTERM");
    proxy.closeAllConnections();
    proxy.close();
    await rm(data, { recursive: true, force: true });
  }
});
