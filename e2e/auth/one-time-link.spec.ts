import { randomBytes } from "node:crypto";
import { db } from "@/db/client/client";
import { issueSignInLink } from "@/lib/features/auth/one-time-links";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeMember } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { abortActions, loseActionResponses } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("a sign-in link whose response was lost shows an unknown outcome, not a failure", async ({
  page,
  workspace,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/link#/);
  const { userId } = await makeMember(workspace.operator, { role: "admin" });
  await loseActionResponses(page);
  await page.goto(await issueSignInLink(db(), userId));
  const alert = page.getByRole("alert").filter({ hasText: "You may or may not be signed in" });
  await expect(alert).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("This link has expired or was already used")).toBeVisible();
  await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);
  await page.getByRole("link", { name: "Go to workspace" }).click();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeVisible();
});

test("an invitation that failed to load can be retried", async ({ page, workspace, expectConsoleError }) => {
  expectConsoleError(/ERR_FAILED .*\/invite#/);
  const { link } = await inviteMember(workspace.operator, {
    email: `${randomBytes(5).toString("hex")}@example.com`,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "none",
  });
  await abortActions(page);
  await page.goto(link);
  await expect(page.getByRole("alert").filter({ hasText: "No response from the server." })).toBeVisible();
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
});

test("a link that a mail filter has changed is explained, leaves no token in the URL, and opens when it is pasted", async ({
  page,
  workspace,
}) => {
  const { link } = await inviteMember(workspace.operator, {
    email: `${randomBytes(5).toString("hex")}@example.com`,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "none",
  });
  const changed = link.replace("#", "%23");
  await page.goto(changed);
  await expect(page).toHaveURL(/\/link\?changed=invite$/);
  await expect(page.getByRole("heading", { name: "This link was changed" })).toBeVisible();
  await page.getByLabel("Link").fill("https://keys.example.com/invite");
  await page.getByRole("button", { name: "Open link" }).click();
  await expect(page.getByText("This link is incomplete.")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Link").fill(`<https://keys.example.com${changed}>.`);
  await page.getByRole("button", { name: "Open link" }).click();
  await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
  await expect(page).toHaveURL(/\/invite$/);
  // The end of a sentence, and a space before the #.
  await page.goto("about:blank");
  await page.goto(`${link.replace("#", "%20#")}.)`);
  await expect(page.getByRole("button", { name: "Join" })).toBeVisible();
  await expect(page).toHaveURL(/\/invite$/);
});
