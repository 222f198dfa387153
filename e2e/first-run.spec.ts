import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "./fixtures";

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address ? address.port : 0;
}

test("a fresh installation makes its first admin by the link that it printed, once", async ({
  page,
  expectAccessible,
}) => {
  const port = await freePort();
  const data = await mkdtemp(path.join(tmpdir(), "agent-studio-first-"));
  // Under root the database runs as somebody else, who must be able to enter.
  await chmod(data, 0o755);
  const server = spawn(process.execPath, ["bin/start.mjs"], {
    env: { ...process.env, PORT: String(port), STUDIO_DATA: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let link = "";
    for await (const line of createInterface({ input: server.stdout })) {
      link = /http:\S+\/setup#\S+/.exec(line)?.[0] ?? "";
      if (link) break;
    }
    const base = `http://localhost:${port}`;
    await page.goto(`${base}/setup`);
    await expect(page.getByText("This page needs the one-time link")).toBeVisible();
    await page.goto("about:blank");
    await page.goto(link);
    await expectAccessible(page);
    await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
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
    server.kill("SIGTERM");
    const [code] = server.exitCode === null ? await once(server, "exit") : [server.exitCode];
    await rm(data, { recursive: true, force: true });
    expect(code, "the exit code after SIGTERM").toBe(0);
  }
});
