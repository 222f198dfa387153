import { inviteMember } from "@/lib/features/members/invite-member";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("public pages and their validation errors fit every width in both themes", async ({
  page,
  workspace,
  expectConsoleError,
}) => {
  test.slow();
  expectConsoleError(/status of 404 .*\/unknown\/nothing$/);
  const { link } = await inviteMember(workspace.operator, {
    email: `guest-${workspace.slug}@example.com`,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "none",
  });

  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectResponsive(page, "an empty sign-in");
  await page.getByLabel("Email").fill("unknown@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Wrong email or password.")).toBeVisible();
  await expectResponsive(page, "a rejected sign-in");

  await page.goto("/link");
  await expect(page.getByRole("alert").filter({ hasText: "incomplete" })).toBeVisible();
  await expectResponsive(page, "a link without its token");
  await page.goto("/invite");
  await expect(page.getByRole("alert").filter({ hasText: "incomplete" })).toBeVisible();
  await expectResponsive(page, "an invitation without its token");
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectResponsive(page, "an empty invitation form");

  await page.goto("/unknown/nothing");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expectResponsive(page, "not found");
});
