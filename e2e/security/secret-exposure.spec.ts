import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { BrowserContext } from "playwright/test";
import { readSettings } from "@/lib/core/env";
import { prepareDatabase } from "@/lib/server/database";
import { dumpDatabase, withMissingTable } from "@/testing/database";
import { freePort } from "@/testing/free-port";
import { runNode } from "@/testing/run-node";
import { expectAccessible } from "../support/audit";
import {
  canaryPassword,
  findLeakedSecrets,
  type RecordedResponse,
  recordResponses,
  requestsWithSecrets,
  withUnsignedSessionTokens,
} from "../support/canary-secrets";
import { isAction } from "../support/delay-actions";
import { findInPageMemory } from "../support/find-in-page-memory";
import {
  cleanUpServers,
  createDataDir,
  startServerProcess,
  stopServerProcess,
} from "../support/server-process";
import { expect, test } from "../support/test";

const run = promisify(execFile);
let database: Awaited<ReturnType<typeof prepareDatabase>> | undefined;
test.afterEach(async () => {
  await database?.close();
  await cleanUpServers();
});

test("secrets appear only on the one screen that reveals them, in success and failure", {
  tag: "@full",
}, async ({ anotherBrowser, expectConsoleError }) => {
  test.setTimeout(240_000);
  const data = await createDataDir();
  const port = await freePort();
  const server = await startServerProcess(data, port, { LOG_LEVEL: "trace" });
  const { baseUrl } = server;
  database = await prepareDatabase(readSettings({ STUDIO_DATA: data, PORT: String(port) }), () => {});
  // Caused by the missing tables and the wrong passwords.
  expectConsoleError(/status of (401|404|500|503) /);
  expectConsoleError(/React error #441;/);
  // The search through the page reads promises from the prototypes of browser objects, which throw.
  expectConsoleError(/^TypeError: Failed to read the '\w+' property from '\w+': Illegal invocation$/);
  const page = await anotherBrowser({ baseURL: baseUrl });
  const guest = await anotherBrowser({ baseURL: baseUrl });
  const [context, guests] = [page.context(), guest.context()];
  const responses: RecordedResponse[] = [];
  await recordResponses(context, responses);
  await recordResponses(guests, responses);
  const secrets = new Map<string, string>();
  const keep = (name: string, secret: string | undefined | null) => {
    expect(secret?.length, `there is no ${name}`).toBeGreaterThan(20);
    secrets.set(name, secret ?? "");
    return secret ?? "";
  };
  // Next's router keeps the URL of the first page, with its used token, as long as the document exists.
  const withoutLinkTokens = () => new Map([...secrets].filter(([name]) => !name.endsWith(" token")));
  const keepSession = async (name: string, of: BrowserContext) => {
    const cookie = (await of.cookies()).find((one) => one.name === "studio_session");
    keep(name, decodeURIComponent(cookie?.value ?? ""));
  };
  const command = async (...args: string[]) => {
    const env = { ...process.env, STUDIO_DATA: data, PORT: String(port) };
    const { stdout, stderr } = await run(process.execPath, ["bin/studio.mjs", ...args, "--json"], { env });
    expect(stderr).toBe("");
    return JSON.parse(stdout);
  };

  // The first admin, with every error that can occur.
  const setupLink = /http:\S+\/setup#(\S+)/.exec(server.startupOutput);
  keep("setup token", setupLink?.[1]);
  const first = keep("first password", canaryPassword());
  await page.goto(setupLink?.[0] ?? "");
  await page.getByRole("textbox", { name: "Name" }).fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada");
  await page.getByLabel("Password").fill(first);
  await page.getByRole("button", { name: "Create admin" }).click();
  await page.getByLabel("Email").fill("ada@example.com");
  await withMissingTable("accounts", async () => {
    await page.getByRole("button", { name: "Create admin" }).click();
    await expect(page.getByText("Something went wrong")).toBeVisible();
  });
  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  await keepSession("first session", context);

  // A key, revealed once.
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Canary");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await page.getByRole("checkbox", { name: "External events" }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const key = keep("key", await page.getByText(/^ask_[0-9A-Za-z]{49}$/).textContent());
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done with Canary" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(
    await findInPageMemory(page, withoutLinkTokens()),
    "in the memory of the page after the key",
  ).toEqual([]);

  // Its successor and an agent's runtime token, each revealed once, after creating it failed.
  await page.getByRole("link", { name: "Canary", exact: true }).click();
  await page.getByRole("button", { name: "Rotate" }).click();
  await withMissingTable("audit_entries", async () => {
    await page.getByRole("button", { name: "Rotate key" }).click();
    await expect(page.getByText("Something went wrong")).toBeVisible();
  });
  await page.getByRole("button", { name: "Rotate key" }).click();
  const keyPage = new URL(page.url()).pathname;
  const successor = keep("successor", await page.getByText(/^ask_[0-9A-Za-z]{49}$/).textContent());
  await page.getByRole("button", { name: /^Done with Canary/ }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(
    await findInPageMemory(page, withoutLinkTokens()),
    "in the memory of the page after the successor",
  ).toEqual([]);
  await page.getByRole("link", { name: "Agents" }).click();
  await page.getByRole("button", { name: "Runtime token of Recepción Madrid" }).click();
  await withMissingTable("runtime_tokens", async () => {
    await page.getByRole("button", { name: "Create token" }).click();
    await expect(page.getByText("Something went wrong")).toBeVisible();
  });
  await page.getByRole("button", { name: "Create token" }).click();
  const shownToken = keep("token on a page", await page.getByText(/^art_/).textContent());
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(
    await findInPageMemory(page, withoutLinkTokens()),
    "in the memory of the page after the runtime token",
  ).toEqual([]);

  // An invitation, revealed once, and the guest who opens it.
  await page.getByRole("link", { name: "Members" }).click();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill("grace@example.com");
  await page.getByRole("button", { name: "Create link" }).click();
  const invitation = (await page.getByText(/\/invite#/).textContent()) ?? "";
  keep("invitation token", invitation.split("#")[1]);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const link = new Map([...withoutLinkTokens(), ["invitation token", invitation.split("#")[1] ?? ""]]);
  expect(await findInPageMemory(page, link), "in the memory of the page after the link").toEqual([]);
  await guest.goto(invitation);
  await expectAccessible(guest);
  await guest.getByRole("textbox", { name: "Name" }).fill("Grace Hopper");
  await guest.getByLabel("Password").fill(keep("guest's password", canaryPassword()));
  await withMissingTable("members", async () => {
    await guest.getByRole("button", { name: "Join" }).click();
    await expect(guest.getByText("Something went wrong")).toBeVisible();
  });
  await guest.getByRole("button", { name: "Join" }).click();
  await expect(guest.getByRole("heading", { name: "API keys" })).toBeVisible();
  await keepSession("guest's session", guests);

  // A new password, after a wrong current one.
  await page.goto("/account");
  await page.getByLabel("Current password").fill(keep("wrong old password", canaryPassword()));
  await page.getByLabel("New password").fill(keep("second password", canaryPassword()));
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Wrong password.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Current password").fill(first);
  await withMissingTable("accounts", async () => {
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByText("Something went wrong")).toBeVisible();
  });
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Password saved.")).toBeVisible();
  expect(await findInPageMemory(page, secrets), "in the memory of the page after the password").toEqual([]);

  // Secrets that the command line prints once.
  const made = await command(
    ...["key", "create", "--workspace", "harbour-hotels", "--name", "cli", "--agents", "all"],
    ...["--permissions", "handoff", "--expires", "1d"],
  );
  keep("key of the command line", made.key);
  const agent = ["--workspace", "harbour-hotels", "--agent", "front-desk-uk"];
  const token = keep("runtime token", (await command("agent", "token", ...agent)).token);
  const { link: signInLink } = await command("user", "link", "--email", "grace@example.com");
  keep("sign-in token", signInLink.split("#")[1]);

  // A password that it reads, with every reason to fail.
  const add = ["bin/studio.mjs", "user", "create", "--workspace", "harbour-hotels", "--name", "Alan"];
  const typed = keep("password of the command line", canaryPassword());
  const createUserByCli = async (email: string, code: number) => {
    const env = { STUDIO_DATA: data, PORT: String(port), LOG_LEVEL: "trace" };
    const args = [...add, "--role", "member", "--email", email, "--password-stdin"];
    const outcome = await runNode(args, { env, input: `${typed}\n` });
    expect(
      [outcome.code, findLeakedSecrets(outcome.stdout + outcome.stderr, secrets)],
      outcome.stderr,
    ).toEqual([code, []]);
  };
  await createUserByCli("alan", 2);
  await withMissingTable("accounts", () => createUserByCli("alan@example.com", 1));
  await createUserByCli("alan@example.com", 0);
  await createUserByCli("alan@example.com", 1);

  // Keys and tokens in the right and the wrong places, with all tables and with one missing.
  const calls = async () => {
    const requests = requestsWithSecrets(baseUrl, { key, successor, token, shownToken });
    for (const [url, init] of requests) {
      const response = await fetch(url, init);
      expect(response.headers.get("cache-control"), url).toBe("no-store");
      expect(findLeakedSecrets(await response.text(), secrets), `the response of ${url}`).toEqual([]);
    }
    for (const where of ["/harbour-hotels/configure/api-keys", "/harbour-hotels/data/api-keys", "/account"]) {
      await page.goto(where);
      expect(findLeakedSecrets(await page.content(), secrets), where).toEqual([]);
    }
  };
  await calls();
  for (const table of ["api_keys", "runtime_tokens", "sessions", "members", "throttles"]) {
    await withMissingTable(table, calls);
  }

  // Signing out, and in: with a wrong password, by a link that fails, by a valid link.
  await guest.goto("/account");
  await guest.getByRole("button", { name: "Sign out" }).click();
  await guest.getByLabel("Email").fill("grace@example.com");
  await guest.getByLabel("Password").fill(keep("wrong password", canaryPassword()));
  for (const table of ["sessions", "accounts", "throttles", "verifications"]) {
    await withMissingTable(table, async () => {
      const responded = guest.waitForResponse((one) => isAction(one.request()));
      await guest.getByRole("button", { name: "Sign in" }).click();
      await responded;
    });
  }
  await guest.getByRole("button", { name: "Sign in" }).click();
  await expect(guest.getByText("Wrong email or password.")).toBeVisible();
  await expectAccessible(guest);
  await withMissingTable("sessions", async () => {
    await guest.goto("about:blank");
    await guest.goto(signInLink);
    await expect(guest.getByRole("alert").filter({ hasText: "Something went wrong" })).toBeVisible();
  });
  await guest.goto("about:blank");
  const { link: another } = await command("user", "link", "--email", "grace@example.com");
  keep("second sign-in token", another.split("#")[1]);
  await guest.goto(another);
  await guest.getByLabel("New password").fill(keep("password set after a link", canaryPassword()));
  await guest.getByRole("button", { name: "Save password" }).click();
  await expect(guest.getByRole("heading", { name: "API keys" })).toBeVisible();
  await keepSession("guest's second session", guests);

  // The memory of every page.
  for (const where of [
    "configure/api-keys",
    "configure/api-keys/configuration",
    "agents",
    "members",
    "audit",
  ]) {
    await page.goto(`/harbour-hotels/${where}`);
    expect(await findInPageMemory(page, secrets), `in the memory of ${where}`).toEqual([]);
  }

  const dump = await dumpDatabase();
  await page.goto("about:blank");
  await guest.goto("about:blank");
  await database.close();
  database = undefined;
  expect(await stopServerProcess(server, "SIGTERM")).toBe(0);

  expect(dump, "the dump").toContain("ada@example.com");
  expect(findLeakedSecrets(dump, secrets), "the database").toEqual([]);
  const written = server.output().replace(setupLink?.[0] ?? "", "");
  expect(written, "the log").toContain("unexpected error");
  expect(findLeakedSecrets(written, withUnsignedSessionTokens(secrets)), "the log").toEqual([]);
  const files = await readdir(data, { recursive: true, withFileTypes: true });
  for (const file of files.filter((entry) => entry.isFile())) {
    const text = await readFile(path.join(file.parentPath, file.name), "latin1");
    expect(findLeakedSecrets(text, secrets), file.name).toEqual([]);
  }
  const shown = responses.flatMap(({ url, body }) =>
    findLeakedSecrets(body, secrets).map((name) => `${name} at ${new URL(url).pathname}`),
  );
  expect(shown.sort(), "the responses").toEqual([
    "invitation token at /harbour-hotels/members",
    "key at /harbour-hotels/configure/api-keys",
    `successor at ${keyPage}`,
    "token on a page at /harbour-hotels/agents",
  ]);
  const kept = responses.filter(
    ({ url, cacheControl }) => !/\/(_next\/static|favicon)/.test(url) && !cacheControl.includes("no-store"),
  );
  expect(kept.map(({ url, cacheControl }) => `${url}: ${cacheControl}`)).toEqual([]);
});
