import { makeKey } from "@/testing/fixtures";
import { createKeyInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("successes are announced as status messages and failures as alerts", async ({
  page,
  context,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED/);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await makeKey(workspace.operator, { name: "Door" });
  await signInAndGoto("configure/api-keys");
  const status = page.getByRole("status");
  // Next has an alert of its own on every page, which tells where a link led.
  const alert = page.getByRole("alert").filter({ hasText: "No response from the server" });

  await page.getByRole("button", { name: "Copy masked key of Door" }).click();
  await expect(status.getByText("Copied the masked key.")).toBeVisible();
  await createKeyInDialog(page, "Gate");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(status.getByText("Key copied.")).toBeVisible();
  await page.getByRole("button", { name: "Done with Gate" }).click();

  await page.getByRole("button", { name: "Edit Door" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Front door");
  const sent = "**/configure/api-keys";
  await page.route(sent, (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Save" }).click();
  await expect(alert).toBeVisible();
  await page.unroute(sent);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(status.getByText("Renamed “Door” to “Front door”.")).toBeVisible();
  await expect(alert).toHaveCount(0);

  await page.getByRole("button", { name: "Delete Front door" }).click();
  await page.route(sent, (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(alert).toBeVisible();
  await page.unroute(sent);
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(status.getByText("Deleted “Front door”.")).toBeVisible();
});
