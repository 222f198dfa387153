import { makeKey } from "@/testing/fixtures";
import { createKeyInDialog } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("copies the key ID from the key's page", async ({ page, workspace, signInAndGoto, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await page.getByRole("button", { name: "Copy key ID" }).click();
  await expect(page.getByText("Copied the ID of “CRM sync”.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.id);
});

test("copies the masked key from its row and shows a confirmation", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(workspace.operator, { name: "Lobby screen" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Copy masked key of Lobby screen" }).click();
  await expect(page.getByText("Copied the masked key.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.masked);
});

test("copies the key over plain HTTP, where the clipboard API is unavailable", async ({
  page,
  signInAndGoto,
}) => {
  // The environment of a page that was not loaded over TLS.
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Plain");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Key copied.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done with Plain" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search keys" }).focus();
  await page.keyboard.press("ControlOrMeta+V");
  // The field reduces a whole key to its visible ends, and finds it.
  await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveValue(
    `${secret.slice(0, 8)}${"*".repeat(12)}${secret.slice(-4)}`,
  );
  await expect(page.getByRole("list", { name: "API keys" }).getByRole("listitem").first()).toBeVisible();
});

test("selects the key and explains how to copy it when the browser denies clipboard access", async ({
  page,
  signInAndGoto,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new Error("no")) },
    });
    document.execCommand = () => false;
  });
  await signInAndGoto("configure/api-keys");
  const secret = await createKeyInDialog(page, "Denied");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(
    page.getByText("The browser blocked copying. The text is selected: press Ctrl+C or ⌘C."),
  ).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe(secret);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
});
