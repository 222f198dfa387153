import { createKeyInDialog } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { expect, revealedSecret, test } from "../support/fixtures";

test("asks for confirmation before closing an uncopied runtime token or invitation link", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const confirmation = page.getByRole("alertdialog", { name: "Close without copying?" });
  await signInAndGoto("agents");
  await page.getByRole("button", { name: "Runtime token of Reception UK" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(confirmation).toContainText("the runtime token of Reception UK");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the token" }).click();
  await expect(page.getByText(/^art_/)).toBeVisible();
  await page.getByRole("button", { name: "Copy token" }).click();
  await expect(page.getByText("Token copied.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Runtime token of Reception UK" })).toBeFocused();

  await page.goto(`/${workspace.slug}/members`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${workspace.slug}@example.com`);
  await page.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByRole("button", { name: "Copy link" })).toBeFocused();
  await page.mouse.click(5, 5);
  await expect(confirmation).toBeVisible();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByText(/\/invite#/)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Invite", exact: true })).toBeFocused();
});

test("an uncopied key needs confirmation to close, and leaves the page with its user", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Uncopied", "External events");

  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Back to the key" }).click();
  expect(await revealedSecret(page)).toBe(secret);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("button", { name: "Edit Uncopied" })).toBeVisible();
  expect(await page.content()).not.toContain(secret);

  // As the browser does when the user leaves the page, which it may then freeze at once.
  const left = await createKeyInDialog(page, "Left", "External events");
  const isInPage = await page.evaluate((secret) => {
    const isInPage = () => document.documentElement.outerHTML.includes(secret);
    const before = isInPage();
    window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    return { before, after: isInPage() };
  }, left);
  expect(isInPage).toEqual({ before: true, after: false });
  await expect(page.getByRole("dialog", { name: "This key is no longer shown" })).toBeVisible();
});
