import { makeKey } from "@/lib/testing/fixtures";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";
import { holdReads } from "./held-action";

test("rows that stand in for those on their way can be read, and are told to be of before", async ({
  page,
  stage,
  open,
}) => {
  await makeKey(stage.operator, { name: "Door" });
  await open("configure/api-keys");
  const answer = await holdReads(page);
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Gate");
  await expect(page.getByRole("list", { name: "API keys" })).toHaveAttribute("aria-busy", "true");
  await expect(page.getByText("Loading…")).toBeVisible();
  await expect(page.getByText("1 key", { exact: true })).toHaveCount(0);
  await expectToFit(page, "rows of before");
  answer();
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
  await expect(page.getByText("Loading…")).toHaveCount(0);
});
