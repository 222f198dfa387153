import { randomBytes } from "node:crypto";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("an invited user joins by link in another browser with exactly the granted access", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
  expectAccessible,
  expectConsoleError,
}) => {
  // Who was removed has no page any more.
  expectConsoleError(/status of 404 .*\/configure\/api-keys$/);
  await makeKey(workspace.operator, { name: "Look only" });
  const email = `grace-${randomBytes(4).toString("hex")}@example.com`;
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
  await expect(pending).toContainText("Invited by Ada Story");
  await expect(pending).toContainText(/The link expires in [67] days/);
  await expectAccessible(page);

  const other = await anotherBrowser();
  await other.goto(link);
  await expect(other.getByText("invites")).toContainText("Harbour Hotels");
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
  await expect(self).toContainText("API keys: read. Response configuration: none.");
  await expect(other.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await expect(other.getByRole("button", { name: /^(Change the access|Remove)/ })).toHaveCount(0);
  await other.goto(link);
  await expect(other.getByText("This link has expired or was already used.")).toBeVisible();

  // More access counts at once, and so does having none.
  await page.reload();
  await page.getByRole("button", { name: "Change the access of Grace Hopper" }).click();
  await expectAccessible(page);
  await page.getByLabel("API keys").selectOption("edit");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved the access of Grace Hopper.")).toBeVisible();
  await other.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(other.getByRole("button", { name: "Edit Look only" })).toBeVisible();
  await page.getByRole("button", { name: "Remove Grace Hopper" }).click();
  await page.getByRole("button", { name: "Remove member" }).click();
  await expect(page.getByText("Removed Grace Hopper.")).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);
  await other.reload();
  await expect(other.getByRole("heading", { name: "Not found" })).toBeVisible();
});
