import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("a timestamp shows its exact time in a tooltip on hover and focus, and Escape closes it", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "CRM sync" });
  await signInAndGoto("configure/api-keys");
  const created = page.getByRole("listitem").locator("time", { hasText: "Created" });
  const tooltip = page.getByRole("tooltip");
  // The page ignores the pointer until it is interactive.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await created.hover();
    await expect(tooltip).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(tooltip).toHaveText(/^\d+ \w{3} \d{4}, \d\d:\d\d:\d\d Europe\/London/);
  await expectAccessible(page);
  await page.mouse.move(0, 0, { steps: 10 });
  await expect(tooltip).toHaveCount(0);

  await page.getByRole("link", { name: "CRM sync" }).focus();
  await page.keyboard.press("Tab");
  await expect(created).toBeFocused();
  await expect(tooltip).toBeVisible();
  await expect(created).toHaveAccessibleDescription(/Europe\/London/);
  await page.keyboard.press("Escape");
  await expect(tooltip).toHaveCount(0);
  await expect(created).toBeFocused();
});
