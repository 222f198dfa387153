import { rm } from "node:fs/promises";
import { freePort } from "@/lib/testing/free-port";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";
import { emptyData, startOwnServer, stopOwnServer } from "./own-server";

test("a fresh installation makes its first admin by the link that it printed, once", async ({
  page,
  expectAccessible,
}) => {
  const data = await emptyData();
  const server = await startOwnServer(data, await freePort());
  const { base } = server;
  const link = /http:\S+\/setup#\S+/.exec(server.printed)?.[0] ?? "";
  try {
    await page.goto(base);
    await expect(page.getByText("Open the one-time set-up link")).toBeVisible();
    await expectToFit(page, "setup without its link");
    await page.goto("about:blank");
    await page.goto(link);
    await expectAccessible(page);
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
    await expectToFit(page, "setup with a word at a field");
    await page.getByLabel("Password").fill("engines that weave algebra");
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    expect(page.url()).toBe(`${base}/harbour-hotels/configure/api-keys`);

    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(`${base}/harbour-hotels/configure/api-keys`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
    await page.getByLabel("Password").fill("engines that weave algebra");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    await page.goto(`${base}/setup`);
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  } finally {
    // Whatever the page still fetches must not meet a server that is gone.
    await page.goto("about:blank");
    expect(await stopOwnServer(server, "SIGTERM"), "the exit code after SIGTERM").toBe(0);
    await rm(data, { recursive: true, force: true });
  }
});
