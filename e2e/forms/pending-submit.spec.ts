import type { Page } from "playwright/test";
import { delayActions, isAction } from "../support/delay-actions";
import { expect, revealedSecret, test } from "../support/fixtures";

/** Tries every way to close a dialog while its request is pending. */
async function expectCannotClose(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeDisabled();
  await page.keyboard.press("Escape");
  // With force, because Playwright waits for a button to be enabled.
  await dialog.getByRole("button", { name: "Cancel" }).click({ force: true });
  await dialog.getByRole("button", { name: "Close" }).click({ force: true });
  await page.mouse.click(5, 5);
  await expect(dialog).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Close anyway" })).toHaveCount(0);
}

test("a dialog that will reveal a secret cannot be closed while its request is pending", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const release = await delayActions(page);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Slow");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Creating…" })).toBeDisabled();
  await expectCannotClose(page);
  release();
  expect(await revealedSecret(page)).toMatch(/^ask_/);
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Key copied.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.goto(`/${workspace.slug}/agents`);
  const releaseToken = await delayActions(page);
  await page.getByRole("button", { name: "Runtime token of Reception UK" }).click();
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Creating…" })).toBeFocused();
  await expectCannotClose(page);
  releaseToken();
  await expect(page.getByText(/^art_/)).toBeVisible();
  await page.unroute("**/*");

  await page.goto(`/${workspace.slug}/members`);
  const releaseInvitation = await delayActions(page);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${workspace.slug}@example.com`);
  await page.getByRole("button", { name: "Create link" }).click();
  await expectCannotClose(page);
  releaseInvitation();
  await expect(page.getByText(/\/invite#/)).toBeVisible();
});

test("submitting twice creates only one key", async ({ page, signInAndGoto }) => {
  await signInAndGoto("configure/api-keys");
  const release = await delayActions(page);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Once");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  const sent: string[] = [];
  page.on("request", (request) => {
    if (isAction(request)) sent.push(request.url());
  });
  // Both before the next render.
  await page.getByRole("textbox", { name: "Name" }).evaluate((field: HTMLInputElement) => {
    field.form?.requestSubmit();
    field.form?.requestSubmit();
  });
  await expect(page.getByRole("button", { name: "Creating…" })).toBeVisible();
  release();
  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  expect(sent).toHaveLength(1);
});
