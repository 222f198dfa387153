import { subDays } from "date-fns";
import { pool } from "@/db/client/client";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { inAnHour, makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("a member without access to API keys gets Not found", async ({
  page,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/configure\/api-keys$/);
  await signInAndGoto("configure/api-keys", { role: "member", apiKeysAccess: "none" });
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "API keys" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "API Keys" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Audit" })).toHaveCount(0);
});

test("a member with access to the configuration only starts there and sees no links to other pages", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 404 .*\/audit$/);
  await signInAndGoto("", { role: "member", apiKeysAccess: "none", configurationAccess: "edit" });
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: "Back to API keys" })).toHaveCount(0);
  await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeEnabled();
  await page.goto(`/${workspace.slug}/audit`);
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});

test("a read-only member sees every page and no edit controls", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Look only" });
  await signInAndGoto("configure/api-keys", { role: "member" });
  await expect(page.getByRole("button", { name: "Copy masked key of Look only" })).toBeVisible();
  for (const name of ["API key", "Edit Look only", "Delete Look only"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByRole("switch", { name: "All metrics" }).first()).toBeDisabled();
  await expect(page.getByRole("button", { name: "Clear configuration settings" })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Agents" }).click();
  await expect(page.getByRole("list", { name: "Agents" }).getByRole("listitem")).toHaveCount(3);
  // Copying the workspace's ID and slug changes nothing.
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(2);
  await expect(page.getByRole("main").getByRole("button", { name: /^Copy workspace / })).toHaveCount(2);
  await expect(page.getByRole("main").getByRole("link")).toHaveCount(0);
  await page.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("main").getByRole("button")).toHaveText(["Leave"]);
});

test("a read-only member sees all details of a key and no edit controls", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Look only" });
  const expiresAt = inAnHour();
  const next = await rotateApiKey(workspace.operator, { id: key.id, name: "Look only 2", expiresAt });
  await pool().query("update api_keys set created_at = now() - interval '60 days' where id = $1", [key.id]);
  await seedRequestLog(workspace.operator, key.id, [{ at: subDays(new Date(), 3) }]);
  await seedRequestLog(workspace.operator, next.key.id, [{}]);
  await signInAndGoto(`configure/api-keys/${key.id}`, { role: "member" });
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(2);
  await expect(page.getByText("No successful requests used Handoff in the last 30 days.")).toBeVisible();
  await expect(page.getByText("No successful requests in the last 24 hours.")).toBeVisible();
  for (const name of ["Edit", "Rotate", "Delete", "Delete key", "Remove Handoff"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expectAccessible(page);
});
