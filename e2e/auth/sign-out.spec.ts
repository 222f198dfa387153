import type { BrowserContext } from "playwright/test";
import { db, pool } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { sendRawRequest } from "@/testing/raw-http";
import { expect, test } from "../support/fixtures";

/** What the server answers to whoever kept a copy of the browser's cookie. */
async function copiedCookieStatus(context: BrowserContext) {
  const session = (await context.cookies()).find(({ name }) => name.endsWith("studio_session"));
  const headers: [string, string][] = [["cookie", `${session?.name}=${session?.value}`]];
  const request = { method: "GET", target: "/account/data", headers, body: undefined };
  return async () => (await sendRawRequest(Number(process.env.PORT), request)).status;
}

/** Runs `work` while the database deletes no session of the person. */
async function withSessionDeletionBlocked(userId: string, work: () => Promise<void>): Promise<void> {
  const name = `stay_${userId}`;
  await pool().query(`create function ${name}() returns trigger language plpgsql as
    $$ begin raise exception 'this session stays'; end $$`);
  await pool().query(`create trigger ${name} before delete on sessions for each row
    when (old.user_id = '${userId}') execute function ${name}()`);
  try {
    await work();
  } finally {
    await pool().query(`drop function ${name} cascade`);
  }
}

test("signing out deletes the session on the server, or reports that it failed", async ({
  page,
  workspace,
  signInAndGoto,
  context,
  expectConsoleError,
}) => {
  await signInAndGoto("agents");
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const statusOfCopy = await copiedCookieStatus(context);
  expectConsoleError(/status of 500 .*\/agents/);
  expectConsoleError(/React error #441;/);
  const tab = await context.newPage();
  await tab.goto(`/${workspace.slug}/agents`);
  await withSessionDeletionBlocked(ada?.userId ?? "", async () => {
    await tab.getByRole("button", { name: "Sign out" }).click();
    await expect(tab.getByRole("heading", { name: "Something broke on our side" })).toBeVisible();
  });
  expect(await statusOfCopy(), "still signed in, as the page says").toBe(200);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await statusOfCopy(), "signed out").toBe(401);
});
