import { transaction } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("page skeletons fit narrow and wide screens", async ({ page, workspace, signInAndGoto }) => {
  await makeKey(workspace.operator, { name: "Door" });
  /** Follows a link while a lock on the table delays its queries, until the skeleton has been checked. */
  const follow = async (link: string, table: string, expected: string) => {
    await transaction(async (tx) => {
      await tx.execute(`lock table ${table} in access exclusive mode`);
      await page.getByRole("link", { name: link, exact: true }).click();
      await expect(page.getByText(expected).first()).toBeAttached();
      // All tests wait for this lock, so two widths are enough.
      await expectResponsive(page, expected, { widths: [320, 1440] });
    });
    await expect(page.getByText(expected)).toHaveCount(0);
  };
  await signInAndGoto("configure/api-keys/configuration");
  await follow("Back to API keys", "api_keys", "Loading keys…");
  await follow("Door", "api_keys", "Loading requests…");
  await page.goBack();
  await follow("Configuration", "agent_metrics", "Loading agents…");
});
