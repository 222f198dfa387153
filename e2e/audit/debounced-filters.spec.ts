import { renameAgent } from "@/lib/features/agents/rename-agent";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { makeKey } from "@/testing/fixtures";
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
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/data/audit?")) asked.push(new URL(request.url()).search);
  });
  await page.getByLabel("To", { exact: true }).focus();
  // The same day in whatever order the browser asks for it.
  await page.keyboard.type("11112020", { delay: 20 });
  await expect(page).toHaveURL(/to=2020-11-11/);
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  expect(asked).toEqual(["?action=agent.renamed&to=2020-11-11"]);
  await page.goBack();
  await expect(page).toHaveURL(/audit\?action=agent\.renamed$/);
  await expect(page.getByLabel("To", { exact: true })).toHaveValue("");
  await expect(entries).toHaveCount(1);

  // The step before the typing is not written over.
  const target = page.getByRole("searchbox", { name: "Target" });
  await target.fill("des");
  await expect(page).toHaveURL(/target=des$/);
  await target.fill("desk");
  await expect(page).toHaveURL(/target=desk$/);
  await page.goBack();
  await expect(page).toHaveURL(/audit\?action=agent\.renamed$/);
});

test("an unknown person in the URL shows no entries instead of all entries", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("audit?person=user_nobody");
  await expect(page.getByText("No entries match these filters.")).toBeVisible();
  const person = page.getByLabel("User", { exact: true });
  await expect(person.locator("option:checked")).toHaveText("Unknown user");
  await person.selectOption("Anyone");
  await expect(page.getByRole("list", { name: "Audit entries" }).getByRole("listitem")).not.toHaveCount(0);
});

test("an audit entry links to the page of its key, even after the key is deleted", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
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
