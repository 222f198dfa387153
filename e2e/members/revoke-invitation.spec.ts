import { expect, test } from "../support/fixtures";

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
  await expect(other.getByText("This link has expired or was already used.")).toBeVisible();
});
