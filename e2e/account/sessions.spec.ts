import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { expectAccessible } from "../support/audit";
import { expect, TEST_USER_PASSWORD, test } from "../support/fixtures";
import { signInSecondBrowser } from "../support/second-browser";

test("lists a user's sessions, ends the others, and sets a password", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
}) => {
  await signInAndGoto("agents", { hasPassword: false });
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const elsewhere = () => signInSecondBrowser(page, anotherBrowser, ada?.userId ?? "");
  const [phone, laptop] = [await elsewhere(), await elsewhere()];

  await page.getByRole("link", { name: /^Your account/ }).click();
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This device" })).toHaveCount(1);
  await expect(sessions.first()).toContainText("Chrome on Linux");
  await expect(sessions.first()).toContainText("From 127.0.0.1.");
  await expectAccessible(page);
  await sessions.getByRole("button", { name: "Sign out Chrome on Linux" }).first().click();
  await expect(sessions).toHaveCount(2);
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(page.getByText("Signed out 1 other session.")).toBeVisible();
  await expect(sessions).toHaveCount(1);
  for (const other of [phone, laptop]) {
    await other.goto(`/${workspace.slug}/agents`);
    await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  }

  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Use at least 12 characters.")).toBeVisible();
  await page.getByLabel("New password").fill(TEST_USER_PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Password saved.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Change your password" })).toBeVisible();
  await page.getByLabel("Current password").fill("not the password");
  await page.getByLabel("New password").fill("another long password");
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByText("Wrong password.")).toBeVisible();
  await expect(page.getByLabel("Current password")).toBeFocused();
  await page.getByLabel("Current password").fill(TEST_USER_PASSWORD);
  await page.getByRole("button", { name: "Save password" }).click();
  await expect(page.getByLabel("Current password")).toHaveValue("");
  await expectAccessible(page);

  await phone.getByLabel("Email").fill(ada?.email ?? "");
  await phone.getByLabel("Password").fill("another long password");
  await phone.getByRole("button", { name: "Sign in" }).click();
  await expect(phone.getByRole("heading", { name: "Agents" })).toBeVisible();
});
