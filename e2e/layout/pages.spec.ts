import type { Locator } from "playwright/test";
import { inviteMember } from "@/lib/features/members/invite-member";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

const PAGES = [
  "configure/api-keys",
  "configure/api-keys/:key",
  "configure/api-keys/configuration",
  "agents",
  "members",
  "audit",
  "/account",
];

for (const path of PAGES) {
  test(`${path} fits every width in both themes without accessibility violations`, async ({
    page,
    workspace,
    signInAndGoto,
  }) => {
    const long =
      "A name as long as names may be, with aVeryLongWordThatHasNoPlaceToBreakAndMustBreakSomewhere";
    const { key } = await makeKey(workspace.operator, {
      name: long,
      agents: [workspace.agents.uk.id, workspace.agents.spain.id],
    });
    await seedRequestLog(workspace.operator, key.id, [{ status: 200 }, { status: 403 }, { status: 503 }]);
    await inviteMember(workspace.operator, {
      email: `${"a-long-address-".repeat(4)}@example.com`,
      role: "member",
      apiKeysAccess: "edit",
      configurationAccess: "none",
    });
    await signInAndGoto(path.startsWith("/") ? "" : path.replace(":key", key.id));
    if (path.startsWith("/")) await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const buttonsOutsideRows = () =>
      page.evaluate(
        () =>
          [...document.querySelectorAll("li button")].filter((button) => {
            const [own, row] = [button, button.closest("li")].map((element) =>
              element?.getBoundingClientRect(),
            );
            return own && row && (own.right > row.right || own.left < row.left);
          }).length,
      );
    await expectResponsive(page, path, {
      widths: [320, 768, 1280, 1440],
      atWidth: async (width) =>
        expect(await buttonsOutsideRows(), `buttons outside their row of ${path} at ${width}`).toBe(0),
    });
  });
}

test("the mobile menu fits every width in both themes", async ({ page, signInAndGoto }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await signInAndGoto("agents");
  await page.getByRole("button", { name: "Menu" }).click();
  await expect(page.getByRole("navigation", { name: "Workspace" })).toBeVisible();
  await expectResponsive(page, "the menu");
});

/** By how many CSS pixels the text of a select is wider than its box, where browsers truncate it. */
const truncatedPixels = (select: Locator): Promise<number> =>
  select.evaluate((element: HTMLSelectElement) => {
    const style = getComputedStyle(element);
    const canvas = document.createElement("canvas").getContext("2d");
    if (!canvas) throw new Error("This browser cannot measure text.");
    canvas.font = style.font;
    const available =
      element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    return canvas.measureText(element.selectedOptions[0]?.text.trim() ?? "").width - available;
  });

test("filter and sort options of the key list are never truncated at any width", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator);
  await signInAndGoto("configure/api-keys");
  const selects = page.getByRole("search").getByRole("combobox");
  await expect(selects).toHaveCount(4);
  for (const width of [320, 768, 1440]) {
    await page.setViewportSize({ width, height: 800 });
    for (const select of await selects.all()) {
      for (const option of await select.getByRole("option").allTextContents()) {
        await select.selectOption({ label: option });
        await expect(select.locator("option:checked")).toHaveText(option);
        expect(await truncatedPixels(select), `${option} at ${width}`).toBeLessThanOrEqual(1);
      }
    }
  }
});
