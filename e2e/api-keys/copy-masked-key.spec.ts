import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("copies the masked key from its row and shows a confirmation", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(workspace.operator, { name: "Lobby screen" });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Copy masked key of Lobby screen" }).click();
  await expect(page.getByText("Copied the masked key of Lobby screen.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.masked);
});
