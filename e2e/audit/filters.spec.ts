import { pool } from "@/db/client/client";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("typed filters are debounced into one history entry and one request", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await renameAgent(workspace.operator, { id: workspace.agents.uk.id, name: "Desk" });
  await signInAndGoto("audit?action=agent.renamed");
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  await expect(entries).toHaveCount(1);
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/data/audit?")) requests.push(new URL(request.url()).search);
  });
  await page.getByLabel("To", { exact: true }).focus();
  // The same date in any order of day and month.
  await page.keyboard.type("11112020", { delay: 20 });
  await expect(page).toHaveURL(/to=2020-11-11/);
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  expect(requests).toEqual(["?action=agent.renamed&to=2020-11-11"]);
  await page.goBack();
  await expect(page).toHaveURL(/audit\?action=agent\.renamed$/);
  await expect(page.getByLabel("To", { exact: true })).toHaveValue("");
  await expect(entries).toHaveCount(1);

  // Typing does not replace the history entry before it.
  const target = page.getByRole("searchbox", { name: "Target" });
  await target.fill("des");
  await expect(page).toHaveURL(/target=des$/);
  await target.fill("desk");
  await expect(page).toHaveURL(/target=desk$/);
  await page.goBack();
  await expect(page).toHaveURL(/audit\?action=agent\.renamed$/);
});

test("an unknown user in the URL shows no entries instead of all entries", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("audit?person=user_unknown");
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  const userSelect = page.getByLabel("User", { exact: true });
  await expect(userSelect.locator("option:checked")).toHaveText("Unknown user");
  await userSelect.selectOption("Anyone");
  await expect(page.getByRole("list", { name: "Audit entries" }).getByRole("listitem")).not.toHaveCount(0);
});

test("an audit entry links to the page of its key, even after the key is deleted", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, {
    name: "CRM",
    agents: [workspace.agents.uk.id],
    permissions: ["external_events"],
  });
  await deleteApiKey(workspace.operator, { id: key.id });
  await signInAndGoto("audit");
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  const created = entries.filter({ hasText: "created the key CRM" });
  await expect(created).toContainText(`agents: ${workspace.agents.uk.name} (${workspace.agents.uk.id})`);
  await expect(created).toContainText("permissions: External events");
  await expect(entries.filter({ hasText: "deleted the key CRM" })).toContainText(
    "permissions (before): External events",
  );
  await expectAccessible(page);
  await created.getByRole("link", { name: "CRM" }).click();
  await expect(page.getByText("deleted this key on")).toBeVisible();
});

test.describe("in another time zone", () => {
  test.use({ timezoneId: "America/New_York" });

  test("dates in an audit link use the visitor's time zone on the first visit", async ({
    page,
    context,
    workspace,
    signInAndGoto,
  }) => {
    // 8 March 2026 begins in New York at 05:00 UTC and, an hour shorter, ends at 04:00.
    const entriesAt = {
      "The evening before": "2026-03-08T04:59:59Z",
      "That night": "2026-03-08T05:00:00Z",
      "That evening": "2026-03-09T03:59:59Z",
      "The night after": "2026-03-09T04:00:00Z",
    };
    for (const [name, at] of Object.entries(entriesAt)) {
      await makeKey(workspace.operator, { name });
      const { rowCount } = await pool().query(
        "update audit_entries set created_at = $1 where workspace_id = $2 and target_name = $3",
        [at, workspace.operator.workspaceId, name],
      );
      expect(rowCount).toBe(1);
    }
    await signInAndGoto("agents");
    await context.clearCookies({ name: "tz" });
    await page.goto(`/${workspace.slug}/audit?from=2026-03-08&to=2026-03-08`);
    const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
    await expect(entries).toHaveText([/That evening/, /That night/]);
  });
});
