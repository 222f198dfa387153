import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("shows recent usage before a key is deleted", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Busy" });
  await makeKey(workspace.operator, { name: "Idle" });
  const addresses = ["192.0.2.1", "192.0.2.2"];
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 14 }, (_, index) => ({ address: addresses[index % 2] })),
  );
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Delete Busy" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("14 requests in the last 24 hours, from 2 addresses.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete Idle" }).click();
  await expect(dialog).toContainText("No requests in the last 24 hours.");
});
