import { createAgent } from "@/lib/features/agents/create-agent";
import { openAgentPanel } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("migrates a v1 agent after confirmation, and a key can then cover it", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { old } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  await openAgentPanel(page, old.name);
  await expect(page.getByText("API keys need v3")).toBeVisible();
  await page.getByRole("button", { name: "Migrate to v3" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Migrate ${old.name} to v3?` });
  await expect(dialog).toContainText("410 Gone");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Migrate to v3" }).click();
  await expect(page.getByText(`Migrated “${old.name}” to Conversations v3.`)).toBeVisible();
  await expect(page.getByText("API keys need v3")).toHaveCount(0);

  await page.getByRole("link", { name: "Back to API keys" }).click();
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await expect(page.getByRole("checkbox", { name: old.name })).toBeEnabled();
});

test("the Migrate link in the agent list opens that agent's configuration panel", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await createAgent(workspace.operator, { name: "Zermatt", conversationsApi: "v1" });
  await signInAndGoto("agents");
  const row = page.getByRole("list", { name: "Agents" }).getByRole("listitem").filter({ hasText: "Zermatt" });
  await row.getByRole("link", { name: "Migrate" }).click();
  const trigger = page.getByRole("button", { name: /^Zermatt/ });
  await expect(trigger).toBeFocused();
  const panel = page.getByRole("region", { name: /^Zermatt/ });
  await expect(panel.getByRole("button", { name: "Migrate to v3" })).toBeInViewport();
  await expect(page.getByRole("button", { name: /^Night desk/ })).toHaveAttribute("aria-expanded", "false");
});
