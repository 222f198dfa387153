import { expect, test } from "../support/fixtures";

test("copies a code block exactly as it is written in the file", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/external-events");
  const code = await page.getByRole("group", { name: /^Code 2:/ }).innerText();
  await page.getByRole("button", { name: "Copy code 2" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});
