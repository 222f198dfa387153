import type { BrowserContext } from "playwright/test";
import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { expect, test } from "../support/fixtures";
import { sendRequest, serverPort, sessionCookie } from "../support/http";

const accountStatus = async (cookie: string) =>
  (await sendRequest("GET", "/account/data", { cookie })).status;

test("signing in creates a new session, which ends on sign-out, after 24 idle hours or after 30 days", async ({
  page,
  workspace,
  signInAndGoto,
  context,
  anotherBrowser,
}) => {
  // Planted by somebody who hopes that it will be signed in.
  const planted = {
    name: "studio_session",
    value: "planted.by-somebody-else",
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
  const enter = async (context: BrowserContext) => {
    const other = await context.newPage();
    await other.goto(`http://localhost:${serverPort()}${await issueSignInLink(db(), ada?.userId ?? "")}`);
    await other.waitForURL("**/account/password");
    await other.close();
    return sessionCookie(context);
  };
  const second = await enter(context);
  expect(second.value).not.toBe(first.value);
  expect(await accountStatus(first.header), "the session that the browser had before").toBe(401);
  expect(await accountStatus(second.header)).toBe(200);

  await page.goto(`/${workspace.slug}/agents`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out anyway" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await accountStatus(second.header), "after signing out").toBe(401);

  const elsewhere = (await anotherBrowser()).context();
  const third = await enter(elsewhere);
  const move = (change: string) =>
    pool().query(`update sessions set ${change} where user_id = $1 returning expires_at`, [ada?.userId]);
  const expiry = (await move("updated_at = now() - interval '23 hours'")).rows[0].expires_at;
  expect(Math.round((expiry - Date.now()) / 86_400_000)).toBe(30);
  expect(await accountStatus(third.header), "idle for 23 hours").toBe(200);
  const soon = (await move("expires_at = now() + interval '5 days'")).rows[0].expires_at;
  expect(await accountStatus(third.header), "five days before its end").toBe(200);
  const used = (await move("ip_address = ip_address")).rows[0].expires_at;
  expect(used, "using a session prolongs nothing").toEqual(soon);
  await move("updated_at = now() - interval '25 hours'");
  expect(await accountStatus(third.header), "idle for 25 hours").toBe(401);
  expect((await move("updated_at = now()")).rows, "what is left of it").toEqual([]);
  const fourth = await enter(elsewhere);
  await move("expires_at = now() - interval '1 second'");
  expect(await accountStatus(fourth.header), "after thirty days").toBe(401);
});
