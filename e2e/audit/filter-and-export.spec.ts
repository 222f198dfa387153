import { readFile } from "node:fs/promises";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("filters the audit log through the URL and exports the filtered entries as CSV", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk } = workspace.agents;
  await makeKey(workspace.operator, { name: '=HYPERLINK("http://evil.example")' });
  for (let n = 1; n <= 60; n++) await renameAgent(workspace.operator, { id: uk.id, name: `Desk ${n}` });
  await signInAndGoto("audit");
  const entries = page.getByRole("list", { name: "Audit entries" }).getByRole("listitem");
  await expect(entries).toHaveCount(50);
  await page.getByRole("button", { name: "Show more entries" }).click();
  await expect(entries).toHaveCount(66);
  await expectAccessible(page);

  await page.getByLabel("Action").selectOption("Agent renamed");
  await page.getByRole("searchbox", { name: "Target" }).fill("desk 6");
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText("name: Desk 59 → Desk 60");
  await expect(page).toHaveURL(/action=agent\.renamed&target=desk\+6/);
  await page.reload();
  await expect(entries).toHaveCount(2);
  await page.getByLabel("User", { exact: true }).selectOption("Agent runtimes");
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  await expectAccessible(page);
  await page.goBack();
  await expect(entries).toHaveCount(2);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(entries).toHaveCount(50);
  await page.getByLabel("To", { exact: true }).fill("2020-01-01");
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();

  await page.getByLabel("Action").selectOption("Key created");
  await expect(entries).toHaveCount(1);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(
    new RegExp(`^audit-${workspace.slug}-\\d{4}-\\d{2}-\\d{2}\\.csv$`),
  );
  const text = await readFile(await download.path(), "utf8");
  const [header, line, end] = text.split("\r\n");
  expect(header).toBe("\ufefftime,actor_kind,actor,action,target_kind,target_id,target,changes,address");
  expect(line).toContain(",operator,test operator,api_key.created,api_key,");
  expect(line).toContain(`,"'=HYPERLINK(""http://evil.example"")",`);
  expect(end).toBe("");
});
