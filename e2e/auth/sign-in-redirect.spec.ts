import { hashPassword } from "@/lib/features/auth/passwords";
import { makeKey, makeMember } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

const PASSWORD = "engines that weave algebra";

test("redirects to the requested page with its filters after sign-in", async ({ page, workspace }) => {
  await makeKey(workspace.operator, { name: "Nightly reports" });
  await makeKey(workspace.operator, { name: "CRM" });
  const ada = await makeMember(workspace.operator, { role: "admin" }, await hashPassword(PASSWORD));
  const link = `/${workspace.slug}/configure/api-keys?search=night&sort=name`;
  await page.goto(link);
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Edit Nightly reports" })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${workspace.slug}/configure/api-keys\\?search=night&sort=name$`));
  await expect(page.getByRole("button", { name: "Edit CRM" })).toHaveCount(0);

  // Who is signed in by then goes on to where the link leads.
  await page.goto(`/sign-in?to=${encodeURIComponent(`/${workspace.slug}/members`)}`);
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await page.goto("/sign-in?to=https://elsewhere.example/");
  await expect(page.getByRole("heading", { level: 1, name: "API keys" })).toBeVisible();

  // A link within the console finds out as well that the session has ended.
  await page.context().clearCookies();
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(new URL(page.url()).searchParams.get("to")).toBe(`/${workspace.slug}/members`);
});
