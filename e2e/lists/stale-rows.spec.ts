import { makeKey } from "@/testing/fixtures";
import { delayReads } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("stale rows stay readable and are marked as loading during a search", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("configure/api-keys");
  const answer = await delayReads(page);
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Gate");
  await expect(page.getByRole("list", { name: "API keys" })).toHaveAttribute("aria-busy", "true");
  await expect(page.getByText("Loading…")).toBeVisible();
  await expect(page.getByText("1 key", { exact: true })).toHaveCount(0);
  await expectResponsive(page, "rows of before");
  answer();
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await expect(page.getByText("Loading…")).toHaveCount(0);
});
