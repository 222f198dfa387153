import { MAX_KEYS_COUNTED } from "@/lib/features/usage/constants";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("counts each IP address at most once when usage spans several requests", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const keys = [];
  for (let n = 0; n <= MAX_KEYS_COUNTED; n++) keys.push((await makeKey(workspace.operator)).key);
  const [first, last] = [keys[0]?.id ?? "", keys.at(-1)?.id ?? ""];
  await seedRequestLog(workspace.operator, first, [{ address: "192.0.2.1" }, { address: "192.0.2.2" }]);
  await seedRequestLog(workspace.operator, last, [{ address: "192.0.2.1" }]);
  await signInAndGoto("configure/api-keys");
  const rows = page.getByRole("list", { name: "API keys" }).locator("> li");
  for (let shown = 50; shown < keys.length; shown += 50) {
    await expect(rows).toHaveCount(shown);
    await page.getByRole("button", { name: "Show more" }).click();
  }
  await expect(rows).toHaveCount(keys.length);
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: `Delete ${keys.length} selected keys` }).click();
  await expect(page.getByRole("alertdialog")).toContainText(
    "3 requests in the last 24 hours, from at least 2 addresses.",
  );
  // axe looks at every row, so that it is given none.
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
});
