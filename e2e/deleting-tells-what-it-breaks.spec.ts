import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { MOST_KEYS_COUNTED } from "@/lib/usage/terms";
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

test("of more keys than one request can ask for no address is counted twice", async ({
  page,
  stage,
  open,
}) => {
  const keys = [];
  for (let n = 0; n <= MOST_KEYS_COUNTED; n++) keys.push((await makeKey(stage.operator)).key);
  const [first, last] = [keys[0]?.id ?? "", keys.at(-1)?.id ?? ""];
  await logRequests(stage.operator, first, [{ address: "192.0.2.1" }, { address: "192.0.2.2" }]);
  await logRequests(stage.operator, last, [{ address: "192.0.2.1" }]);
  await open("configure/api-keys");
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
});

test.describe("where it cannot be counted", () => {
  // The browser itself logs the answer that this story is about.
  test.use({ cleanConsole: undefined });
  test("the key can be deleted all the same", async ({ page, stage, open }) => {
    await makeKey(stage.operator, { name: "Unknown use" });
    const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
    await page.route("**/recent-use?*", (route) => route.fulfill({ status: 503, json: error }));
    await open("configure/api-keys");
    await page.getByRole("button", { name: "Delete Unknown use" }).click();
    await expect(page.getByText("Counting requests…")).toBeVisible();
    await expect(page.getByRole("button", { name: "Delete key" })).toBeEnabled();
    await expect(page.getByText("The requests of the last 24 hours could not be counted.")).toBeVisible();
    await page.getByRole("button", { name: "Delete key" }).click();
    await expect(page.getByText("Deleted Unknown use. It is refused from now on.")).toBeVisible();
  });
});
