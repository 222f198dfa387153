import type { Page } from "playwright/test";
import { freePort } from "@/testing/free-port";
import { startSmtpServer } from "@/testing/smtp-server";
import { expect, test } from "../support/fixtures";
import { startServerProcess, stopServerProcess } from "../support/server-process";

test("shows whether the invitation was emailed and what to do when it was not", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const invite = async (on: Page, who: string) => {
    await on.getByRole("button", { name: "Invite", exact: true }).click();
    await on.getByRole("textbox", { name: "Email" }).fill(`${who}-${workspace.slug}@example.com`);
    await on.keyboard.press("Enter");
    await expect(on.getByRole("button", { name: "Copy link" })).toBeFocused();
    return on.getByRole("dialog");
  };
  const yours = "Send it privately: anyone who opens it can join.";

  // The server under test has no mail server.
  await signInAndGoto("members");
  const unmailed = await invite(page, "alan");
  await expect(unmailed).toContainText(yours);
  await expect(unmailed.getByText(/mailed/)).toHaveCount(0);

  // A second server beside it, of the same data, has one.
  const mail = await startSmtpServer();
  const server = await startServerProcess(process.env.STUDIO_DATA ?? "", await freePort(), {
    SMTP_URL: mail.url,
    MAIL_FROM: "studio@example.com",
  });
  try {
    await page.goto(`${server.baseUrl}/${workspace.slug}/members`);
    const mailed = await invite(page, "grace");
    await expect(mailed).toContainText(`We’ve emailed the link to grace-${workspace.slug}@example.com.`);
    await expect(mailed.getByText(yours)).toHaveCount(0);
    expect(mail.received).toContain(`RCPT TO:<grace-${workspace.slug}@example.com>`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Done" }).click();

    mail.close();
    const failed = await invite(page, "ada");
    await expect(failed).toContainText("We couldn’t email the link.");
    await expect(failed).toContainText(yours);
    await expectAccessible(page);
  } finally {
    mail.close();
    // Whatever the page still fetches must not meet a server that is gone.
    await page.goto("about:blank");
    expect(await stopServerProcess(server, "SIGTERM")).toBe(0);
  }
});
