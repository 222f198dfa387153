import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { createKeyInDialog } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { abortActions } from "../support/delay-actions";
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
  // Next has its own alert on every page, which announces client navigation.
  const alert = page.getByRole("alert").filter({ hasText: "No response from the server" });

  await page.getByRole("button", { name: "Copy masked key of Door" }).click();
  await expect(status.getByText("Copied the masked key.")).toBeVisible();
  await createKeyInDialog(page, "Gate");
  await page.getByRole("button", { name: "Copy key" }).click();
  await expect(status.getByText("Key copied.")).toBeVisible();
  await page.getByRole("button", { name: "Done with Gate" }).click();

  await page.getByRole("button", { name: "Edit Door" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Front door");
  await abortActions(page);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(alert).toBeVisible();
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(status.getByText("Renamed “Door” to “Front door”.")).toBeVisible();
  await expect(alert).toHaveCount(0);

  await page.getByRole("button", { name: "Delete Front door" }).click();
  await abortActions(page);
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(alert).toBeVisible();
  await page.unroute("**/*");
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(status.getByText("Deleted “Front door”.")).toBeVisible();
});

test("announces the number of results after a search or filter, including zero", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{ status: 200 }, { status: 200 }, { status: 404 }]);
  await signInAndGoto("configure/api-keys");
  const expectAnnounced = (text: string) =>
    expect(page.getByRole("status").getByText(text, { exact: true })).toHaveCount(1);
  // The element must stay the same: screen readers do not announce one that is added with its text.
  const status = await page.getByRole("status").filter({ hasText: "1 key" }).elementHandle();
  await page.getByRole("searchbox", { name: "Search keys" }).fill("unknown");
  await expectAnnounced("0 results");
  expect(await status?.evaluate((element) => [element.isConnected, element.textContent])).toEqual([
    true,
    "0 results",
  ]);
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Search keys" }).fill("CRM");
  await expectAnnounced("1 result");

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expectAnnounced("3 requests");
  await page.getByLabel("Status", { exact: true }).selectOption("Client error (4xx)");
  await expectAnnounced("1 request");
  await page.getByLabel("Status", { exact: true }).selectOption("Server error (5xx)");
  await expectAnnounced("0 requests");

  await page.goto(`/${workspace.slug}/audit?target=unknown`);
  await expectAnnounced("No entries match these filters.");
  await page.getByLabel("Target").fill("CRM sync");
  await expectAnnounced("1 entry");
});
