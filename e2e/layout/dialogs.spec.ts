import { createKeyInDialog } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { openDialog } from "../support/dialogs";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

// Every dialog at every width is in ../a11y/dialogs.spec.ts.

for (const viewport of [
  { width: 1440, height: 760 },
  { width: 320, height: 640 },
]) {
  test.describe(`at ${viewport.width} × ${viewport.height}`, () => {
    test.use({ viewport });

    test("the submit button stays visible and covers no field", async ({ page, signInAndGoto }) => {
      await signInAndGoto("configure/api-keys");
      await page.getByRole("button", { name: "API key", exact: true }).click();
      const create = page.getByRole("button", { name: "Create", exact: true });
      await expect(create).toBeInViewport({ ratio: 1 });
      await expectAccessible(page);
      await page.getByRole("radio", { name: "Selected agents" }).check();
      const fields = page.getByRole("dialog").locator("input:enabled");
      expect(await fields.count()).toBeGreaterThan(5);
      for (let n = (await fields.count()) - 1; n >= 0; n--) {
        await fields.nth(n).focus();
        const isCovered = await fields.nth(n).evaluate((field: HTMLInputElement) => {
          const { left, top, width, height } = field.getBoundingClientRect();
          const hit = document.elementFromPoint(left + width / 2, top + height / 2);
          return hit !== field && !field.labels?.[0]?.contains(hit);
        });
        expect(isCovered, `field ${n} is covered`).toBe(false);
        await expect(create).toBeInViewport({ ratio: 1 });
      }
    });
  });
}

test("one-time secrets fit every width in both themes", async ({ page, workspace, signInAndGoto }) => {
  test.slow();
  const { uk } = workspace.agents;
  await signInAndGoto("configure/api-keys");
  await createKeyInDialog(page, "CRM sync");
  await expectResponsive(page, "a key's secret");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog", { name: "Close without copying?" })).toBeVisible();
  await expectResponsive(page, "the confirmation before it closes");
  await page.getByRole("button", { name: "Close anyway" }).click();

  await page.goto(`/${workspace.slug}/members`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("textbox", { name: "Email" }).fill(`${"a-long-address-".repeat(4)}@example.com`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy link" })).toBeVisible();
  await expectResponsive(page, "an invitation's link");

  await page.goto(`/${workspace.slug}/agents`);
  const title = `Create a runtime token for ${uk.name}?`;
  await openDialog(page, { triggerName: `Runtime token of ${uk.name}`, title });
  await page.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("button", { name: "Copy token" })).toBeVisible();
  await expectResponsive(page, "a runtime token");
});
