import { randomBytes } from "node:crypto";
import type { Page } from "playwright/test";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeKey } from "@/testing/fixtures";
import { freePort } from "@/testing/free-port";
import { startSmtpServer } from "@/testing/smtp-server";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { startServerProcess, stopServerProcess } from "../support/server-process";

const INVALID_LINK = "This link has expired or was already used. Ask for a new one.";

test("an invited user joins by link in another browser with exactly the granted access", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
  expectConsoleError,
}) => {
  // The removed member gets a 404.
  expectConsoleError(/status of 404 .*\/configure\/api-keys$/);
  await makeKey(workspace.operator, { name: "Look only" });
  const email = `grace-${randomBytes(4).toString("hex")}@bücher.example`;
  await signInAndGoto("members");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByText("Enter an email address, such as ada@example.com.")).toBeVisible();
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByLabel("Response configuration").selectOption("none");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" })).toBeFocused();
  const link = (await page.getByText(/\/invite#/).textContent()) ?? "";
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Link copied.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toBeFocused();
  await expect(page.getByText(link)).toHaveCount(0);
  const pending = page
    .getByRole("list", { name: "Invited" })
    .getByRole("listitem")
    .filter({ hasText: email });
  await expect(pending).toContainText("Invited by Ada Lovelace");
  await expect(pending).toContainText(/The link expires in [67] days/);
  await expectAccessible(page);

  const other = await anotherBrowser();
  await other.goto(link);
  await expect(other.getByText("invited you")).toContainText("Harbour Hotels");
  expect(other.url()).not.toContain("#");
  await expectAccessible(other);
  await other.getByRole("textbox", { name: "Name" }).fill("Grace Hopper");
  await other.getByLabel("Password").fill("compilers are friendly");
  await other.getByRole("button", { name: "Join" }).click();
  await expect(other.getByRole("heading", { name: "API keys" })).toBeVisible();
  await expect(other.getByRole("button", { name: "Copy masked key of Look only" })).toBeVisible();
  for (const name of ["API key", "Edit Look only", "Delete Look only"]) {
    await expect(other.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expect(other.getByRole("link", { name: "Configuration" })).toHaveCount(0);
  await other.getByRole("link", { name: "Members" }).click();
  const self = other.getByRole("listitem").filter({ hasText: "Grace Hopper" });
  await expect(self).toContainText("API keys: Can view. Response configuration: No access.");
  await expect(other.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await expect(other.getByRole("button", { name: /^(Change the access|Remove)/ })).toHaveCount(0);
  await other.goto(link);
  await expect(other.getByText(INVALID_LINK)).toBeVisible();

  // New access, and the loss of it, take effect with the next request.
  await page.reload();
  await page.getByRole("button", { name: "Change the access of Grace Hopper" }).click();
  await expectAccessible(page);
  await page.getByLabel("API keys").selectOption("edit");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved Grace Hopper’s access.")).toBeVisible();
  await other.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(other.getByRole("button", { name: "Edit Look only" })).toBeVisible();
  await page.getByRole("button", { name: "Remove Grace Hopper" }).click();
  await page.getByRole("button", { name: "Remove member" }).click();
  await expect(page.getByText("Removed Grace Hopper.")).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
  await other.reload();
  await expect(other.getByRole("heading", { name: "Not found" })).toBeVisible();
});

test("a reissued invitation link replaces the first one", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
}) => {
  const email = `grace-${workspace.slug}@example.com`;
  const access = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  const { link: first } = await inviteMember(workspace.operator, { email, ...access });
  await signInAndGoto("members");
  await page.getByRole("button", { name: `New link for ${email}` }).click();
  const dialog = page.getByRole("dialog", { name: `New link for ${email}` });
  await expect(dialog).toContainText("Their current link will stop working.");
  await expect(dialog.getByRole("textbox", { name: "Email" })).toHaveValue(email);
  await expect(dialog.getByRole("textbox", { name: "Email" })).not.toBeEditable();
  await expect(dialog.getByLabel("API keys")).toHaveValue("edit");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = (await page.getByText(/\/invite#/).textContent()) ?? "";
  expect(link).not.toContain(first);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("button", { name: `New link for ${email}` })).toBeFocused();
  await expect(page.getByRole("list", { name: "Invited" }).getByRole("listitem")).toHaveCount(1);

  const other = await anotherBrowser();
  await other.goto(first);
  await expect(other.getByText(INVALID_LINK)).toBeVisible();
  await other.goto("about:blank");
  await other.goto(link);
  await expect(other.getByText("invited you")).toContainText(email);
});

test("a revoked invitation link no longer works", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
}) => {
  await signInAndGoto("members");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${workspace.slug}@example.com`);
  await page.getByRole("button", { name: "Create link" }).click();
  const link = (await page.getByText(/\/invite#/).textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await page.getByRole("button", { name: `Revoke the invitation of ${workspace.slug}@example.com` }).click();
  await page.getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByText(`Revoked the invitation of ${workspace.slug}@example.com.`)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Invited" })).toHaveCount(0);
  const other = await anotherBrowser();
  await other.goto(link);
  await expect(other.getByText(INVALID_LINK)).toBeVisible();
});

test("shows whether the invitation was emailed and what to do when it was not", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const invite = async (on: Page, who: string) => {
    await on.getByRole("button", { name: "Invite", exact: true }).click();
    await on.getByRole("textbox", { name: "Email" }).fill(`${who}-${workspace.slug}@example.com`);
    await on.keyboard.press("Enter");
    await expect(on.getByRole("button", { name: "Copy link" })).toBeFocused();
    return on.getByRole("dialog");
  };
  const sendYourself = "Send it privately: anyone who opens it can join.";

  // The server under test has no mail server.
  await signInAndGoto("members");
  const unmailed = await invite(page, "alan");
  await expect(unmailed).toContainText(sendYourself);
  await expect(unmailed.getByText(/mailed/)).toHaveCount(0);

  // A second server with the same data has one.
  const mail = await startSmtpServer();
  const server = await startServerProcess(process.env.STUDIO_DATA ?? "", await freePort(), {
    SMTP_URL: mail.url,
    MAIL_FROM: "studio@example.com",
  });
  try {
    await page.goto(`${server.baseUrl}/${workspace.slug}/members`);
    const mailed = await invite(page, "grace");
    await expect(mailed).toContainText(`We’ve emailed the link to grace-${workspace.slug}@example.com.`);
    await expect(mailed.getByText(sendYourself)).toHaveCount(0);
    expect(mail.received).toContain(`RCPT TO:<grace-${workspace.slug}@example.com>`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Done" }).click();

    mail.close();
    const failed = await invite(page, "ada");
    await expect(failed).toContainText("We couldn’t email the link.");
    await expect(failed).toContainText(sendYourself);
    await expectAccessible(page);
  } finally {
    mail.close();
    // The page must not fetch from a stopped server.
    await page.goto("about:blank");
    expect(await stopServerProcess(server, "SIGTERM")).toBe(0);
  }
});
