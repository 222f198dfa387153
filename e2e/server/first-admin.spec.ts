import { freePort } from "@/testing/free-port";
import { expectAccessible } from "../support/audit";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";
import {
  cleanUpServers,
  createDataDir,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";

test.afterEach(cleanUpServers);

test("the printed setup link creates the first admin once", async ({ page }) => {
  const data = await createDataDir();
  const server = await startServerProcess(data, await freePort());
  const { baseUrl } = server;
  const link = /http:\S+\/setup#\S+/.exec(server.startupOutput)?.[0] ?? "";
  try {
    await page.goto(baseUrl);
    await expect(page.getByText("Open the one-time setup link")).toBeVisible();
    await expectResponsive(page, "setup without its link");
    await page.goto("about:blank");
    await page.goto(link);
    await expectAccessible(page);
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
    await expectResponsive(page, "setup with an error at a field");
    await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    expect(page.url()).toBe(`${baseUrl}/harbour-hotels/configure/api-keys`);

    await page.getByRole("button", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto("about:blank");
    await page.goto(link);
    await expect(page.getByText("This installation is already set up. Sign in instead.")).toBeVisible();
    await expectResponsive(page, "setup when it is complete");
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.goto(`${baseUrl}/harbour-hotels/configure/api-keys`);
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("Wrong email or password.")).toBeVisible();
    await page.getByLabel("Password").fill(TEST_USER_PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
    await page.goto(`${baseUrl}/setup`);
    await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  } finally {
    // The page must not fetch from a stopped server.
    await page.goto("about:blank");
    expect(await stopServerProcess(server, "SIGTERM"), "the exit code after SIGTERM").toBe(0);
  }
});
