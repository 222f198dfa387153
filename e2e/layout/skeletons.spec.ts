import { transaction } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("page skeletons fit narrow and wide screens", async ({ page, workspace, signInAndGoto }) => {
  await makeKey(workspace.operator, { name: "Door" });
  /** Follows a link while reads of the table wait, for as long as it takes to look at what stands in. */
  const follow = async (link: string, table: string, expected: string) => {
    await transaction(async (tx) => {
      await tx.execute(`lock table ${table} in access exclusive mode`);
      await page.getByRole("link", { name: link, exact: true }).click();
      await expect(page.getByText(expected).first()).toBeAttached();
      // Every story waits meanwhile: two widths do.
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
