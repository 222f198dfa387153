import { randomBytes } from "node:crypto";
import type { BrowserContext, Page } from "playwright/test";
import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { createThrottle } from "@/db/queries/throttles";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { createUser } from "@/lib/features/members/create-user";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";
import { accountStatus, serverPort, sessionCookie } from "../support/http";

test("signing in creates a new session, which ends on sign-out, after 24 idle hours or after 30 days", async ({
  page,
  workspace,
  signInAndGoto,
  context,
  anotherBrowser,
}) => {
  // A cookie that an attacker has planted (session fixation).
  const planted = {
    name: "studio_session",
    value: "planted.by-an-attacker",
    url: `http://localhost:${serverPort()}`,
  };
  await context.addCookies([planted]);
  await signInAndGoto("agents");
  const first = await sessionCookie(context);
  expect(first).toMatchObject({
    name: "studio_session",
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    domain: "localhost",
  });
  expect(first.value).not.toBe(planted.value);
  expect(await accountStatus(`studio_session=${planted.value}`)).toBe(401);
  expect(await accountStatus(first.header)).toBe(200);

  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const signInByLink = async (context: BrowserContext) => {
    const other = await context.newPage();
    await other.goto(`http://localhost:${serverPort()}${await issueSignInLink(db(), ada?.userId ?? "")}`);
    await other.waitForURL("**/account/password");
    await other.close();
    return sessionCookie(context);
  };
  const second = await signInByLink(context);
  expect(second.value).not.toBe(first.value);
  expect(await accountStatus(first.header), "the browser's previous session").toBe(401);
  expect(await accountStatus(second.header)).toBe(200);

  await page.goto(`/${workspace.slug}/agents`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out anyway" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await accountStatus(second.header), "after signing out").toBe(401);

  const elsewhere = (await anotherBrowser()).context();
  const third = await signInByLink(elsewhere);
  const update = (change: string) =>
    pool().query(`update sessions set ${change} where user_id = $1 returning expires_at`, [ada?.userId]);
  const expiry = (await update("updated_at = now() - interval '23 hours'")).rows[0].expires_at;
  expect(Math.round((expiry - Date.now()) / 86_400_000)).toBe(30);
  expect(await accountStatus(third.header), "idle for 23 hours").toBe(200);
  const soon = (await update("expires_at = now() + interval '5 days'")).rows[0].expires_at;
  expect(await accountStatus(third.header), "five days before it expires").toBe(200);
  const afterUse = (await update("ip_address = ip_address")).rows[0].expires_at;
  expect(afterUse, "using a session does not extend it").toEqual(soon);
  await update("updated_at = now() - interval '25 hours'");
  expect(await accountStatus(third.header), "idle for 25 hours").toBe(401);
  expect((await update("updated_at = now()")).rows, "the row is deleted").toEqual([]);
  const fourth = await signInByLink(elsewhere);
  await update("expires_at = now() - interval '1 second'");
  expect(await accountStatus(fourth.header), "after thirty days").toBe(401);
});

test("signing in ends the browser's previous session, and a known browser bypasses the account's sign-in throttle", async ({
  page,
  workspace,
  context,
  anotherBrowser,
}) => {
  const email = `${randomBytes(5).toString("hex")}@example.com`;
  const access = { role: "admin", apiKeysAccess: "read", configurationAccess: "read" } as const;
  await createUser(workspace.operator, {
    email,
    name: "Ada Lovelace",
    ...access,
    password: TEST_USER_PASSWORD,
  });
  const signIn = async (where: Page) => {
    await where.getByLabel("Email").fill(email);
    await where.getByLabel("Password").fill(TEST_USER_PASSWORD);
    await where.getByRole("button", { name: "Sign in" }).click();
    await expect(where.getByRole("heading", { name: "API keys" })).toBeVisible();
    return sessionCookie(where.context());
  };
  // Two tabs, both opened before sign-in.
  const tab = await context.newPage();
  await tab.goto("/sign-in");
  await page.goto("/sign-in");
  const former = await signIn(tab);
  expect(await accountStatus(former.header)).toBe(200);
  const own = await signIn(page);
  expect(own.value).not.toBe(former.value);
  expect(await accountStatus(own.header)).toBe(200);
  expect(await accountStatus(former.header), "the previous session").toBe(401);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const throttle = createThrottle("sign-in-account", { tries: 100, windowSeconds: 3600 });
  for (let n = 0; n < 101; n++) await throttle.consume(email);
  const other = await anotherBrowser();
  await other.goto("/sign-in");
  await other.getByLabel("Email").fill(email);
  await other.getByLabel("Password").fill(TEST_USER_PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText(/^Too many attempts/)).toBeVisible();
  expect(await accountStatus((await signIn(page)).header)).toBe(200);
});
