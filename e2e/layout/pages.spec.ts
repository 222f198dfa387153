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
