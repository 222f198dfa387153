import { expect, test } from "../support/fixtures";

test.use({ viewport: { width: 1440, height: 760 } });

for (const size of [
  { width: 1440, height: 760 },
  { width: 320, height: 640 },
]) {
  test(`the submit button stays visible at ${size.width} × ${size.height} and covers no field`, async ({
    page,
    signInAndGoto,
    expectAccessible,
  }) => {
    await page.setViewportSize(size);
    await signInAndGoto("configure/api-keys");
    await page.getByRole("button", { name: "API key", exact: true }).click();
    const create = page.getByRole("button", { name: "Create", exact: true });
    await expect(create).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
    await page.getByRole("radio", { name: "Selected agents" }).check();
    const fields = page.getByRole("dialog").locator("input:enabled");
    for (let n = (await fields.count()) - 1; n >= 0; n--) {
      await fields.nth(n).focus();
      const covered = await fields.nth(n).evaluate((field: HTMLInputElement) => {
        const { left, top, width, height } = field.getBoundingClientRect();
        const above = document.elementFromPoint(left + width / 2, top + height / 2);
        return above !== field && !field.labels?.[0]?.contains(above);
      });
      expect(covered, `field ${n} is covered`).toBe(false);
      await expect(create).toBeInViewport({ ratio: 1 });
    }
  });
}
