import { inviteMember } from "@/lib/features/members/invite-member";
import { expect, test } from "../support/fixtures";

test("a reissued invitation link replaces the first one", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
  expectAccessible,
}) => {
  const email = `grace-${workspace.slug}@example.com`;
  const rights = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  const { link: first } = await inviteMember(workspace.operator, { email, ...rights });
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
  await expect(other.getByText("This link has expired or was already used.")).toBeVisible();
  await other.goto("about:blank");
  await other.goto(link);
  await expect(other.getByText("invites")).toContainText(email);
});
