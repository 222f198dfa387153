import { db } from "@/db/client/client";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { makeMember } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";
import { accountStatus, sessionCookie } from "../support/http";
import { expectResponsive } from "../support/responsive";

const PASSWORD = "looms that reckon numbers";
const REMINDER = "You don’t have a password yet.";

test("a sign-in link prompts for a password, which works for the next sign-in", async ({
  page,
  workspace,
}) => {
  const { userId, email } = await makeMember(workspace.operator, { role: "admin" });
  await page.goto(await issueSignInLink(db(), userId));
  await expect(page.getByRole("heading", { name: "Set a password" })).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await expectResponsive(page, "the first password with an error");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expect(page.getByText(REMINDER)).toHaveCount(0);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
});

test("skipping the password shows a reminder on every page and asks before signing out", async ({
  page,
  workspace,
}) => {
  const { userId } = await makeMember(workspace.operator, { role: "admin" });
  await page.goto(await issueSignInLink(db(), userId));
  await page.getByRole("link", { name: "Later" }).click();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
  for (const name of ["Agents", "Members", "Audit"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByText(REMINDER)).toBeVisible();
  }
  await expectResponsive(page, "a page with the password reminder");
  await page.getByRole("button", { name: "Sign out" }).click();
  const question = page.getByRole("alertdialog", { name: "Sign out without a password?" });
  await expect(question.getByRole("link", { name: "Set a password" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Sign out" })).toBeFocused();

  await page.getByRole("button", { name: "Sign out" }).click();
  await question.getByRole("link", { name: "Set a password" }).click();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  // Back on the page that was open before.
  await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
  await expect(page.getByText(REMINDER)).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("signing out without a password from the account page asks for confirmation", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("agents", { hasPassword: false });
  await page.goto("/account");
  await expect(page.getByText(REMINDER)).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out anyway" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("changing the password keeps the user signed in and invalidates copies of the old session cookie", async ({
  page,
  signInAndGoto,
  context,
}) => {
  await signInAndGoto("agents", { hasPassword: false });
  await page.getByRole("link", { name: /^Your account/ }).click();
  let former = await sessionCookie(context);
  for (const [current, next] of [
    ["", TEST_USER_PASSWORD],
    [TEST_USER_PASSWORD, PASSWORD],
  ] as const) {
    if (current) await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByText("Password saved.")).toBeVisible();
    await expect(page.getByLabel("New password")).toHaveValue("");
    await expect(page.getByRole("heading", { name: "Change your password" })).toBeVisible();
    const session = await sessionCookie(context);
    expect(session).toMatchObject({ name: former.name, httpOnly: true, sameSite: "Lax", path: "/" });
    expect(await accountStatus(former.header), "a copy of the old cookie").toBe(401);
    expect(await accountStatus(session.header), "the browser's new cookie").toBe(200);
    former = session;
  }
  await expect(page.getByRole("listitem").filter({ hasText: "This device" })).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Change your password" })).toBeVisible();
});
