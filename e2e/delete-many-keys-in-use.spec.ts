import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("before many keys are deleted one reads whom all of them would break", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const [busy, quiet] = [await makeKey(stage.operator), await makeKey(stage.operator)];
  await makeKey(stage.operator);
  const from = (...addresses: string[]) => addresses.map((address) => ({ address }));
  await logRequests(stage.operator, busy.key.id, from("192.0.2.1", "192.0.2.2", "192.0.2.2"));
  await logRequests(stage.operator, quiet.key.id, from("192.0.2.2"));
  await open("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 3 selected keys" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete 3 keys?" });
  await expect(dialog).toContainText("4 requests in the last 24 hours, from 2 addresses.");
  await expectAccessible(page);
});
