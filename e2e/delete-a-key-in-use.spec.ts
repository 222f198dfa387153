import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("before a key is deleted one reads whom it would break", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { key } = await makeKey(stage.operator, { name: "Busy" });
  await makeKey(stage.operator, { name: "Idle" });
  const addresses = ["192.0.2.1", "192.0.2.2"];
  await logRequests(
    stage.operator,
    key.id,
    Array.from({ length: 14 }, (_, index) => ({ address: addresses[index % 2] })),
  );
  await open("configure/api-keys");
  await page.getByRole("button", { name: "Delete Busy" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("14 requests in the last 24 hours, from 2 addresses.");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete Idle" }).click();
  await expect(dialog).toContainText("No requests in the last 24 hours.");
});
