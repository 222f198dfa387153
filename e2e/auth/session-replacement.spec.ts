import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { createThrottle } from "@/db/queries/throttles";
import { createUser } from "@/lib/features/members/create-user";
import { sendRawRequest } from "@/testing/raw-http";
import { expect, test } from "../support/fixtures";

const password = "engines that weave algebra";

/** The browser's session, and what the server answers to it from now on. */
async function readSession(page: Page) {
  const cookie = (await page.context().cookies()).find(({ name }) => name.endsWith("studio_session"));
  const headers: [string, string][] = [["cookie", `${cookie?.name}=${cookie?.value}`]];
  const request = { method: "GET", target: "/account/data", headers, body: undefined };
  return {
    value: cookie?.value ?? "",
    status: async () => (await sendRawRequest(Number(process.env.PORT), request)).status,
  };
}

test("signing in ends the browser's previous session, and a known browser bypasses the account's sign-in throttle", async ({
  page,
  workspace,
  context,
  anotherBrowser,
}) => {
  const email = `${randomBytes(5).toString("hex")}@example.com`;
  const rights = { role: "admin", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(workspace.operator, { email, name: "Ada Story", ...rights, password });
  const signIn = async (where: Page) => {
    await where.getByLabel("Email").fill(email);
    await where.getByLabel("Password").fill(password);
    await where.getByRole("button", { name: "Sign in" }).click();
    await expect(where.getByRole("heading", { name: "API keys" })).toBeVisible();
    return readSession(where);
  };
  // Two tabs, both from before.
  const tab = await context.newPage();
  await tab.goto("/sign-in");
  await page.goto("/sign-in");
  const former = await signIn(tab);
  expect(await former.status()).toBe(200);
  const own = await signIn(page);
  expect(own.value).not.toBe(former.value);
  expect(await own.status()).toBe(200);
  expect(await former.status(), "the former session").toBe(401);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const crowd = createThrottle("sign-in-account", { tries: 100, windowSeconds: 3600 });
  for (let n = 0; n < 101; n++) await crowd.consume(email);
  const other = await anotherBrowser();
  await other.goto("/sign-in");
  await other.getByLabel("Email").fill(email);
  await other.getByLabel("Password").fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText(/^Too many attempts/)).toBeVisible();
  expect(await (await signIn(page)).status()).toBe(200);
});
