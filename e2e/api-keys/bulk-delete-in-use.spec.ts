import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("bulk delete lists keys in use first and deletes only unused keys by default", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  test.slow();
  const make = (name: string) => makeKey(workspace.operator, { name });
  const [busy, quiet, refused] = [await make("Busy"), await make("Quiet"), await make("Refused only")];
  for (let n = 0; n < 40; n++) await make(`Unused ${String(n).padStart(2, "0")}`);
  const from = (...addresses: string[]) => addresses.map((address) => ({ address }));
  await seedRequestLog(workspace.operator, quiet.key.id, from("192.0.2.2"));
  await seedRequestLog(workspace.operator, busy.key.id, from("192.0.2.1", "192.0.2.2", "192.0.2.2"));
  await seedRequestLog(workspace.operator, refused.key.id, [{ status: 403, address: "192.0.2.3" }]);
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await signInAndGoto("configure/api-keys?sort=name");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 43 selected keys" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete 43 keys?" });
  await expect(dialog).toContainText("2 of these keys are in use.");
  await expect(dialog).toContainText("5 requests in the last 24 hours, 1 of them refused, from 3 addresses.");

  // Every name is there, in the order of what would break.
  const rows = dialog.getByRole("listitem");
  await expect(rows).toHaveCount(43);
  await expect(rows.nth(0)).toContainText("Busy");
  await expect(rows.nth(0)).toContainText("3 requests in the last 24 hours, from 2 addresses.");
  await expect(rows.nth(1)).toContainText("Quiet");
  await expect(dialog.getByRole("list", { name: "Only refused requests" }).getByRole("listitem")).toHaveText([
    /Refused only.*1 request in the last 24 hours, refused, from 1 address\..*No success yet.*Last refusal.*\(403\)/s,
  ]);
  const last = rows.filter({ hasText: "Unused 39" });
  await expect(last).not.toBeInViewport();
  await dialog.getByRole("region", { name: "Keys to delete" }).focus();
  await page.keyboard.press("End");
  await expect(last).toBeInViewport();
  await expectResponsive(page, "the question about keys in use");
  await page.setViewportSize({ width: 1280, height: 800 });

  const choice = dialog.getByRole("checkbox", { name: "Also delete the 2 keys that are in use" });
  await choice.check();
  await expect(dialog.getByRole("button", { name: "Delete 43 keys" })).toBeVisible();
  await choice.uncheck();
  await dialog.getByRole("button", { name: "Delete 41 unused keys" }).click();
  await expect(page.getByText("Deleted 41 keys.")).toBeVisible();
  await expect(page.getByRole("status").getByText("2 selected", { exact: true })).toBeVisible();
  expect((await callApi(path, busy.secret)).status).toBe(200);
  expect((await callApi(path, refused.secret)).status).toBe(401);

  // All that are left are in use: there is nothing else to offer.
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  await page.getByRole("button", { name: "Delete 2 keys" }).click();
  await expect(page.getByText("Deleted 2 keys.")).toBeVisible();
  expect((await callApi(path, busy.secret)).status).toBe(401);
});

test("bulk delete warns when usage cannot be counted", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/recent-use\?/);
  const busy = await makeKey(workspace.operator, { name: "Busy" });
  await makeKey(workspace.operator, { name: "Unused" });
  await seedRequestLog(workspace.operator, busy.key.id, [{}]);
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  await page.route("**/recent-use?*", (route) => route.fulfill({ status: 503, json: error }));
  await signInAndGoto("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  const dialog = page.getByRole("alertdialog");
  const remove = dialog.getByRole("button", { name: /^Delete/ });
  // Until it is known, or known that it is not, nothing is deleted.
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await expect(dialog.getByText("It is not known which of these keys are in use.")).toBeVisible();
  await expect(remove).toHaveText("Delete 2 keys");
  await page.unroute("**/recent-use?*");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(remove).toHaveText("Delete 1 unused key");
  await remove.click();
  await expect(page.getByText("Deleted 1 key.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Busy" })).toBeVisible();
});
