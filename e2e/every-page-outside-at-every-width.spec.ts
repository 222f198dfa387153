import { inviteMember } from "@/lib/members/invite-member";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

test("pages outside a workspace fit every width in both themes, with what went wrong on them", async ({
  page,
  stage,
  provoke,
}) => {
  test.slow();
  provoke(/status of 404 .*\/nobody\/nothing$/);
  const { link } = await inviteMember(stage.operator, {
    email: `guest-${stage.slug}@example.com`,
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "none",
  });

  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectToFit(page, "a sign-in with nothing said");
  await page.getByLabel("Email").fill("nobody@example.com");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
  await expectToFit(page, "a refused sign-in");

  await page.goto("/link");
  await expect(page.getByRole("alert").filter({ hasText: "incomplete" })).toBeVisible();
  await expectToFit(page, "a link without its token");
  await page.goto("/invite");
  await expect(page.getByRole("alert").filter({ hasText: "incomplete" })).toBeVisible();
  await expectToFit(page, "an invitation without its token");
  await page.goto("about:blank");
  await page.goto(link);
  await page.getByRole("button", { name: "Join" }).click();
  await expect(page.getByRole("alert").first()).toBeVisible();
  await expectToFit(page, "an invitation with nothing said");

  await page.goto("/nobody/nothing");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expectToFit(page, "not found");
});
