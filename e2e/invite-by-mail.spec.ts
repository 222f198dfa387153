import type { Page } from "playwright/test";
import { freePort } from "@/lib/testing/free-port";
import { mailServer } from "@/lib/testing/mail-server";
import { expect, test } from "./fixtures";
import { startOwnServer, stopOwnServer } from "./own-server";

test("an invitation says whether its link was mailed, and what is left to do if it was not", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const invite = async (on: Page, who: string) => {
    await on.getByRole("button", { name: "Invite", exact: true }).click();
    await on.getByRole("textbox", { name: "Email" }).fill(`${who}-${stage.slug}@example.com`);
    await on.keyboard.press("Enter");
    await expect(on.getByRole("button", { name: "Copy link" })).toBeFocused();
    return on.getByRole("dialog");
  };
  const yours = "Send it to them yourself: whoever opens it first joins.";

  // The server under test has no mail server.
  await open("members");
  const unmailed = await invite(page, "alan");
  await expect(unmailed).toContainText(yours);
  await expect(unmailed.getByText(/mailed/)).toHaveCount(0);

  // A second server beside it, of the same data, has one.
  const mail = await mailServer();
  const server = await startOwnServer(process.env.STUDIO_DATA ?? "", await freePort(), {
    SMTP_URL: mail.url,
    MAIL_FROM: "studio@example.com",
  });
  try {
    await page.goto(`${server.base}/${stage.slug}/members`);
    const mailed = await invite(page, "grace");
    await expect(mailed).toContainText(`We have mailed the link to grace-${stage.slug}@example.com.`);
    await expect(mailed.getByText(yours)).toHaveCount(0);
    expect(mail.received).toContain(`RCPT TO:<grace-${stage.slug}@example.com>`);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Done" }).click();

    mail.close();
    const failed = await invite(page, "ada");
    await expect(failed).toContainText("The link could not be mailed.");
    await expect(failed).toContainText(yours);
    await expectAccessible(page);
  } finally {
    mail.close();
    // Whatever the page still fetches must not meet a server that is gone.
    await page.goto("about:blank");
    expect(await stopOwnServer(server, "SIGTERM")).toBe(0);
  }
});
