import { configureAgent } from "@/lib/agents/configure-agent";
import { expect, test } from "./fixtures";
import { openPanel } from "./steps";

test("a change over somebody else's is told, and theirs is shown", async ({ page, stage, open }) => {
  const { spain } = stage.agents;
  await open("configure/api-keys/configuration");
  const panel = await openPanel(page, spain.name);
  await expect(panel.getByRole("switch", { name: "All metrics" })).not.toBeChecked();
  await configureAgent(stage.operator, { id: spain.id, metrics: { mode: "all" } });
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(panel.getByText("Somebody else changed this configuration meanwhile.")).toBeVisible();
  await expect(panel.getByText("Answers now carry all metrics.")).toBeVisible();
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await expect(panel.getByRole("switch", { name: "Conversation transcript" })).not.toBeChecked();
});
