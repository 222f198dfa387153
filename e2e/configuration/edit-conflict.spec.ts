import { configureAgent } from "@/lib/features/agents/configure-agent";
import { openAgentPanel } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("shows a conflict and the stored values when another user changed the configuration first", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { spain } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, spain.name);
  await expect(panel.getByRole("switch", { name: "All metrics" })).not.toBeChecked();
  await configureAgent(workspace.operator, { id: spain.id, metrics: { mode: "all" } });
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(panel.getByText("Someone else changed these settings while you were editing.")).toBeVisible();
  await expect(panel.getByText("Responses now include all metrics.")).toBeVisible();
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await expect(panel.getByRole("switch", { name: "Conversation transcript" })).not.toBeChecked();
});
