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
