import { inviteMember } from "@/lib/members/invite-member";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

const PAGES = [
  "configure/api-keys",
  "configure/api-keys/configuration",
  "agents",
  "members",
  "audit",
  "/account",
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [320, 768, 1280, 1440]) {
    test(`every page fits ${width} pixels in ${colorScheme}, and axe finds nothing`, async ({
      page,
      stage,
      open,
      expectAccessible,
    }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const long =
        "A name as long as names may be, with aVeryLongWordThatHasNoPlaceToBreakAndMustBreakSomewhere";
      const { key } = await makeKey(stage.operator, {
        name: long,
        agents: [stage.agents.uk.id, stage.agents.spain.id],
      });
      await logRequests(stage.operator, key.id, [{ status: 200 }, { status: 403 }, { status: 503 }]);
      await inviteMember(stage.operator, {
        email: `${"a-long-address-".repeat(4)}@example.com`,
        role: "member",
        apiKeysAccess: "edit",
        configurationAccess: "none",
      });
      await open("");
      for (const path of [...PAGES, `configure/api-keys/${key.id}`]) {
        await page.goto(path.startsWith("/") ? path : `/${stage.slug}/${path}`);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `what sticks out of ${path}`).toBeLessThanOrEqual(0);
        const outside = await page.evaluate(
          () =>
            [...document.querySelectorAll("li button")].filter((button) => {
              const [own, row] = [button, button.closest("li")].map((element) =>
                element?.getBoundingClientRect(),
              );
              return own && row && (own.right > row.right || own.left < row.left);
            }).length,
        );
        expect(outside, `buttons outside their row of ${path}`).toBe(0);
        await expectAccessible(page);
      }
    });
  }
}
