import { pool } from "@/db/client/client";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { MAX_KEYS_COUNTED } from "@/lib/features/usage/constants";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";
import { failWithUnavailable } from "../support/unavailable";

test("selects keys with the keyboard and deletes them after one confirmation that counts them", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const named = (n: number) => `Key ${String(n).padStart(2, "0")}`;
  const keys = [];
  for (let n = 0; n < 53; n++) keys.push(await makeKey(workspace.operator, { name: named(n) }));
  const box = (n: number) => page.getByRole("checkbox", { name: `Select ${named(n)}` });
  const all = page.getByRole("checkbox", { name: "Select all keys shown" });
  const bar = (text: string) =>
    expect(page.getByRole("status").getByText(text, { exact: true })).toBeVisible();
  await signInAndGoto("configure/api-keys?sort=name");
  await bar("50+ keys");

  await box(1).focus();
  await page.keyboard.press("Space");
  await bar("1 selected");
  await box(8).focus();
  await page.keyboard.press("Shift+Space");
  await bar("8 selected");
  await expect(box(4)).toBeChecked();
  await expect(all).toBeChecked({ indeterminate: true });
  await box(4).click();
  await box(6).click({ modifiers: ["Shift"] });
  await bar("5 selected");
  await expect(box(5)).not.toBeChecked();

  await page.getByRole("button", { name: "Show more" }).click();
  await expect(box(52)).toBeVisible();
  await box(52).click();
  await bar("6 selected");

  await page.getByRole("button", { name: "Delete 6 selected keys" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete 6 keys?" });
  await expect(dialog.getByRole("listitem")).toHaveText([
    /Key 01/,
    /Key 02/,
    /Key 03/,
    /Key 07/,
    /Key 08/,
    /Key 52/,
  ]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Delete 6 selected keys" })).toBeFocused();
  const counted = page.waitForResponse(/\/recent-use\?/);
  await page.keyboard.press("Enter");
  await counted;

  // Another user deletes one of them while the dialog is open, after it looked which are in use.
  const [early] = keys.filter(({ key }) => key.name === named(8));
  if (!early) throw new Error("The key is missing.");
  await deleteApiKey(workspace.operator, { id: early.key.id });
  await dialog.getByRole("button", { name: "Delete 6 keys" }).click();
  await expect(page.getByText("Deleted 5 of 6 keys.")).toBeVisible();
  for (const n of [1, 2, 3, 7, 8, 52]) await expect(box(n)).toHaveCount(0);
  await expect(box(4)).toBeVisible();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeFocused();
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, keys[1]?.secret ?? "")).status).toBe(401);
  expect((await callApi(path, keys[4]?.secret ?? "")).status).toBe(200);

  await all.click();
  await bar("47 selected");
  await page.getByRole("combobox", { name: "State" }).selectOption("Expired");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
  await bar("47 selected, 47 not in view");
  await page.goBack();
  await bar("47 selected");
  await expect(all).toBeChecked();
  await page.getByRole("button", { name: "Clear" }).click();
  await bar("47 keys");

  // axe checks every row: leave few.
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Key 1");
  await bar("10 results");
  await all.click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete 10 selected keys" }).click();
  await expect(page.getByRole("alertdialog", { name: "Delete 10 keys?" })).toBeVisible();
  await expectAccessible(page);
});

test("bulk delete lists keys in use first and deletes only unused keys by default", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  test.slow();
  const make = (name: string) => makeKey(workspace.operator, { name });
  const [busy, quiet, failed] = [await make("Busy"), await make("Quiet"), await make("Failed only")];
  for (let n = 0; n < 40; n++) await make(`Unused ${String(n).padStart(2, "0")}`);
  const from = (...addresses: string[]) => addresses.map((address) => ({ address }));
  await seedRequestLog(workspace.operator, quiet.key.id, from("192.0.2.2"));
  await seedRequestLog(workspace.operator, busy.key.id, from("192.0.2.1", "192.0.2.2", "192.0.2.2"));
  await seedRequestLog(workspace.operator, failed.key.id, [{ status: 403, address: "192.0.2.3" }]);
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await signInAndGoto("configure/api-keys?sort=name");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 43 selected keys" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete 43 keys?" });
  await expect(dialog).toContainText("2 of these keys are in use.");
  await expect(dialog).toContainText("5 requests in the last 24 hours, 1 failed, from 3 IP addresses.");

  // Lists every key, keys in use first.
  const rows = dialog.getByRole("listitem");
  await expect(rows).toHaveCount(43);
  await expect(rows.nth(0)).toContainText("Busy");
  await expect(rows.nth(0)).toContainText("3 requests in the last 24 hours, from 2 IP addresses.");
  await expect(rows.nth(1)).toContainText("Quiet");
  await expect(dialog.getByRole("list", { name: "Only failed requests" }).getByRole("listitem")).toHaveText([
    /Failed only.*1 request in the last 24 hours, failed, from 1 IP address\..*No success yet.*Last error.*\(403\)/s,
  ]);
  const last = rows.filter({ hasText: "Unused 39" });
  await expect(last).not.toBeInViewport();
  await dialog.getByRole("region", { name: "Keys to delete" }).focus();
  await page.keyboard.press("End");
  await expect(last).toBeInViewport();
  await expectResponsive(page, "the bulk delete dialog with keys in use");
  await page.setViewportSize({ width: 1280, height: 800 });

  const includeInUse = dialog.getByRole("checkbox", { name: "Also delete the 2 keys that are in use" });
  await includeInUse.check();
  await expect(dialog.getByRole("button", { name: "Delete 43 keys" })).toBeVisible();
  await includeInUse.uncheck();
  await dialog.getByRole("button", { name: "Delete 41 unused keys" }).click();
  await expect(page.getByText("Deleted 41 keys.")).toBeVisible();
  await expect(page.getByRole("status").getByText("2 selected", { exact: true })).toBeVisible();
  expect((await callApi(path, busy.secret)).status).toBe(200);
  expect((await callApi(path, failed.secret)).status).toBe(401);

  // All remaining keys are in use, so there is no checkbox.
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
  await failWithUnavailable(page, "**/recent-use?*");
  await signInAndGoto("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  const dialog = page.getByRole("alertdialog");
  const remove = dialog.getByRole("button", { name: /^Delete/ });
  // Nothing can be deleted while the usage loads.
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await expect(dialog.getByText("We couldn’t check which of these keys are in use.")).toBeVisible();
  await expect(remove).toHaveText("Delete 2 keys");
  await page.unroute("**/recent-use?*");
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(remove).toHaveText("Delete 1 unused key");
  await remove.click();
  await expect(page.getByText("Deleted 1 key.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Busy" })).toBeVisible();
});

test("deletes more keys than fit in one batch after one confirmation and clears the selection", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Key 000" });
  // Copies it 501 times in SQL: 501 calls of createApiKey take a minute.
  await pool().query(
    `insert into api_keys (workspace_id, id, name, secret_hash, secret_start, secret_end, all_agents, permissions,
       expires_at, created_by_name)
     select workspace_id, id || n, 'Key ' || lpad(n::text, 3, '0'), sha256((id || n)::bytea), secret_start, secret_end,
       all_agents, permissions, expires_at, created_by_name
     from api_keys, generate_series(1, 501) n where id = $1`,
    [key.id],
  );
  await signInAndGoto("configure/api-keys?sort=name");
  const more = page.getByRole("button", { name: "Show more" });
  const rows = page.getByRole("button", { name: /^Edit Key/ });
  for (let shown = 50; shown <= 500; shown += 50) {
    await expect(rows).toHaveCount(shown);
    await more.click();
  }
  await expect(rows).toHaveCount(502);
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("checkbox", { name: "Select Key 000" }).click();
  await page.getByRole("button", { name: "Delete 501 selected keys" }).click();
  await expect(page.getByRole("button", { name: "Delete 501 keys" })).toBeEnabled();
  // Another user deletes the only key of the second batch first.
  await pool().query("delete from api_keys where workspace_id = $1 and name = 'Key 501'", [
    workspace.operator.workspaceId,
  ]);
  await page.getByRole("button", { name: "Delete 501 keys" }).click();
  await expect(page.getByText("Deleted 500 of 501 keys.")).toBeVisible();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("status").getByText("1 key", { exact: true })).toBeVisible();
  await expect(page.getByText(/\d+ selected/)).toHaveCount(0);
});

test("reports keys that were already deleted instead of counting them as deleted", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  for (const name of ["One", "Two"]) await makeKey(workspace.operator, { name });
  await signInAndGoto("configure/api-keys");
  await page.getByRole("checkbox", { name: "Select all keys shown" }).click();
  await page.getByRole("button", { name: "Delete 2 selected keys" }).click();
  await expect(page.getByRole("button", { name: "Delete 2 keys" })).toBeEnabled();
  await pool().query("delete from api_keys where workspace_id = $1", [workspace.operator.workspaceId]);
  await page.getByRole("button", { name: "Delete 2 keys" }).click();
  await expect(page.getByText("These keys were already deleted.")).toBeVisible();
});

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
    "3 requests in the last 24 hours, from at least 2 IP addresses.",
  );
  // axe checks every row: leave none.
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("nothing like it");
  await expect(page.getByRole("heading", { name: "No matching keys" })).toBeVisible();
});
