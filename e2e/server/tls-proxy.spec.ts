import { once } from "node:events";
import { createServer, request as forwardRequest } from "node:http";
import { freePort } from "@/testing/free-port";
import { hasTlsProxy, startTlsProxy } from "@/testing/haproxy";
import { openAgentPanel, renameAgentInDialog } from "../support/actions";
import { delayActions, isAction, nextAction } from "../support/delay-actions";
import { TEST_USER_PASSWORD } from "../support/fixtures";
import {
  cleanUpServers,
  createDataDir,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";
import { expect, test } from "../support/test";

test.afterEach(cleanUpServers);

/** A TLS-terminating proxy without the TLS: it forwards every request as if it had come over https. */
async function startProxy(port: number, listenOn: number) {
  const proxy = createServer((request, response) => {
    const { method, url: path } = request;
    const forwarded = {
      "x-forwarded-for": "198.51.100.4",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
    };
    const headers = { ...request.headers, ...forwarded };
    const upstream = forwardRequest({ host: "127.0.0.1", port, method, path, headers });
    upstream.on("response", (incoming) => {
      response.writeHead(incoming.statusCode ?? 0, incoming.headers);
      incoming.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  }).listen(listenOn, "127.0.0.1");
  await once(proxy, "listening");
  return proxy;
}

test("behind a TLS-terminating proxy, sign-in and sign-out redirect within the action's own response", {
  tag: "@full",
}, async ({ page }) => {
  test.setTimeout(120_000);
  const [data, port, front] = [await createDataDir(), await freePort(), await freePort()];
  const proxy = await startProxy(port, front);
  const base = `http://localhost:${front}`;
  const server = await startServerProcess(data, port, { TRUST_PROXY: "127.0.0.1", PUBLIC_URL: base });
  /** The response to an action that redirects contains the target page. Without it, the browser must request it. */
  const clickAndExpectRedirect = async (button: string, target: string) => {
    const response = page.waitForResponse((one) => isAction(one.request()));
    await page.getByRole("button", { name: button }).click();
    const headers = (await response).headers();
    expect([headers["x-action-redirect"], headers["content-type"]]).toEqual([target, "text/x-component"]);
  };
  try {
    await page.goto(/http:\S+\/setup#\S+/.exec(server.startupOutput)?.[0] ?? "");
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
    await clickAndExpectRedirect("Create admin", "/harbour-hotels/configure/api-keys;push");
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    await clickAndExpectRedirect("Sign out", "/sign-in;push");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    expect(server.output()).not.toMatch(/"level":(50|60)/);
  } finally {
    await page.goto("about:blank");
    await stopServerProcess(server, "SIGTERM");
    proxy.closeAllConnections();
    proxy.close();
  }
});

test.describe("with a self-signed certificate", () => {
  test.use({ ignoreHTTPSErrors: true });

  test("behind HAProxy with TLS, Undo works from another page and a pending save survives navigation", {
    tag: "@full",
  }, async ({ page }) => {
    test.skip(!hasTlsProxy, "needs HAProxy and openssl");
    test.setTimeout(120_000);
    const [data, port, front] = [await createDataDir(), await freePort(), await freePort()];
    const base = `https://localhost:${front}`;
    const proxy = await startTlsProxy(`http://127.0.0.1:${port}`, front);
    const server = await startServerProcess(data, port, { TRUST_PROXY: "127.0.0.1", PUBLIC_URL: base });
    try {
      await page.goto(/https:\S+\/setup#\S+/.exec(server.startupOutput)?.[0] ?? "");
      await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
      await page.getByLabel("Email").fill("ada@example.com");
      await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
      await page.getByRole("button", { name: "Create admin" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();

      await page.getByRole("link", { name: "Agents" }).click();
      await renameAgentInDialog(page, "Front desk UK", "Front desk London");
      await page.getByRole("link", { name: "Members" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(page.getByText("Change undone.")).toBeVisible();

      const configuration = "/harbour-hotels/configure/api-keys/configuration";
      await page.goto(base + configuration);
      const panel = await openAgentPanel(page, "Front desk UK");
      const transcript = panel.getByRole("switch", { name: "Conversation transcript" });
      const all = panel.getByRole("switch", { name: "All metrics" });
      const [transcriptWas, allWas] = [await transcript.isChecked(), await all.isChecked()];
      const release = await delayActions(page);
      const sent = nextAction(page);
      await transcript.click();
      await sent;
      await all.click();
      await expect(panel.getByText("Saving…")).toBeVisible();
      await page.getByRole("link", { name: "Members" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
      // Two saves, the second of them sent from Members.
      const responses: number[] = [];
      page.on("response", (response) => {
        if (isAction(response.request())) responses.push(response.status());
      });
      release();
      await expect.poll(() => responses).toEqual([200, 200]);
      await page.goto(base + configuration);
      await openAgentPanel(page, "Front desk UK");
      await expect(transcript).toBeChecked({ checked: !transcriptWas });
      await expect(all).toBeChecked({ checked: !allWas });
      expect(server.output()).not.toMatch(/"level":(50|60)/);
    } finally {
      await page.goto("about:blank");
      await stopServerProcess(server, "SIGTERM");
      await proxy.stop();
    }
  });
});
