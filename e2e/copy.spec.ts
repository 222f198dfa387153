import { makeKey } from "@/lib/testing/fixtures";
import { expect, shownSecret, test } from "./fixtures";

test("over plain http the key is copied all the same, from inside the dialog", async ({ page, open }) => {
  // What a browser offers to a page that did not come over TLS.
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await open("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Plain");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await shownSecret(page);
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(page.getByText("Key copied.")).toBeVisible();
  await page.getByRole("button", { name: "Done with Plain" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search keys" }).focus();
  await page.keyboard.press("ControlOrMeta+V");
  await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveValue(secret);
});

test("where the browser refuses, the page says so and selects the text", async ({ page, open }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new Error("no")) },
    });
    document.execCommand = () => false;
  });
  await open("configure/api-keys");
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Refused");
  await page.getByRole("checkbox", { name: "Handoff" }).check();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await shownSecret(page);
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(
    page.getByText("The browser refused. The text is selected: press Ctrl+C or ⌘C."),
  ).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toBe(secret);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
});

test("a row copies the masked value and says so", async ({ page, stage, open, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(stage.operator, { name: "Lobby screen" });
  await open("configure/api-keys");
  await page.getByRole("button", { name: "Copy masked key of Lobby screen" }).click();
  await expect(page.getByText("Copied the masked key of Lobby screen.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.masked);
});
