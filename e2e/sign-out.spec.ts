import type { BrowserContext } from "playwright/test";
import { pool, reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { exchange } from "@/lib/testing/exchange";
import { expect, test } from "./fixtures";

/** What the server answers to whoever kept a copy of the browser's cookie. */
async function copyOf(context: BrowserContext) {
  const session = (await context.cookies()).find(({ name }) => name.endsWith("studio_session"));
  const headers: [string, string][] = [["cookie", `${session?.name}=${session?.value}`]];
  const request = { method: "GET", target: "/account/data", headers, body: undefined };
  return async () => (await exchange(Number(process.env.PORT), request)).status;
}

/** Runs `work` while the database deletes no session of the person. */
async function whileSessionsStay(userId: string, work: () => Promise<void>): Promise<void> {
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

test("signing out ends the session on the server too, or says that it did not", async ({
  page,
  stage,
  open,
  context,
  provoke,
}) => {
  await open("agents");
  const [ada] = await selectMembers(reader(), stage.operator.workspaceId);
  const statusOfCopy = await copyOf(context);
  provoke(/status of 500 .*\/agents/);
  provoke(/React error #441;/);
  const tab = await context.newPage();
  await tab.goto(`/${stage.slug}/agents`);
  await whileSessionsStay(ada?.userId ?? "", async () => {
    await tab.getByRole("button", { name: "Sign out" }).click();
    await expect(tab.getByRole("heading", { name: "Something broke on our side" })).toBeVisible();
  });
  expect(await statusOfCopy(), "still signed in, as the page says").toBe(200);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await statusOfCopy(), "signed out").toBe(401);
});
