import { configureAgent } from "@/lib/features/agents/configure-agent";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { openAgentPanel } from "../support/actions";
import { abortActions, loseActionResponses } from "../support/delay-actions";
import { expect, test } from "../support/fixtures";

test("Undo reverts the user's own save and never another user's later save", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk, spain } = workspace.agents;
  const { operator } = workspace;
  await signInAndGoto("configure/api-keys/configuration");
  const [ours, other] = [await openAgentPanel(page, uk.name), await openAgentPanel(page, spain.name)];
  const undo = ours.getByRole("button", { name: "Undo" });
  await ours.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(undo).toBeVisible();

  // Another user saves both agents. Our save of the other one conflicts, and the refetch updates this one.
  await configureAgent(operator, { id: uk.id, metrics: { mode: "all" } });
  await configureAgent(operator, { id: spain.id, metrics: { mode: "all" } });
  await other.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(other.getByText("Someone else changed these settings while you were editing.")).toBeVisible();
  await expect(ours.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await expect(undo).toHaveCount(0);

  // Without that refetch, the server rejects the stale Undo.
  await ours.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(undo).toBeVisible();
  await configureAgent(operator, { id: uk.id, metrics: { mode: "chosen", names: ["HANDOFF_TO"] } });
  await undo.click();
  await expect(ours.getByText("Responses now include the metrics HANDOFF_TO.")).toBeVisible();
  const stored = await listResponseConfigurations(operator);
  expect(stored.find(({ agent }) => agent.id === uk.id)).toMatchObject({
    metrics: { mode: "chosen", names: ["HANDOFF_TO"] },
    transcript: false,
  });
});

test("after a lost response, Undo restores the stored values, and the user's own save is not reported as a conflict", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/configuration$/);
  const { uk } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, uk.name);
  const transcript = panel.getByRole("switch", { name: "Conversation transcript" });
  const all = panel.getByRole("switch", { name: "All metrics" });
  const saved = panel.getByText("Saved", { exact: true });

  // The request is lost.
  await abortActions(page);
  await transcript.click();
  await expect(panel.getByRole("alert")).toContainText("Your change may or may not have been saved.");
  await page.unroute("**/*");
  await all.click();
  await expect(saved).toBeVisible();
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect(transcript).not.toBeChecked();
  await expect(all).not.toBeChecked();
  await expect(saved).toBeVisible();

  // The response is lost: the change is stored.
  await loseActionResponses(page);
  await transcript.click();
  await expect(panel.getByRole("alert")).toBeVisible();
  await page.unroute("**/*");
  await all.click();
  await expect(saved).toBeVisible();
  await expect(panel.getByText("Someone else")).toHaveCount(0);
  const stored = await listResponseConfigurations(workspace.operator);
  expect(stored.find(({ agent }) => agent.id === uk.id)).toMatchObject({
    metrics: { mode: "all" },
    transcript: true,
  });
});

test("shows the cleared message only after the configuration has been cleared", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/configuration$/);
  const { uk } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, uk.name);
  await panel.getByRole("switch", { name: "All metrics" }).click();
  await expect(panel.getByText("Saved", { exact: true })).toBeVisible();

  await abortActions(page);
  const clear = panel.getByRole("button", { name: "Clear configuration settings" });
  const cleared = page.getByText(`Cleared the settings of “${uk.name}”.`);
  await clear.click();
  await expect(panel.getByRole("alert")).toContainText("Your change may or may not have been saved.");
  // No waiting assertion: a premature toast would disappear after a few seconds.
  expect(await cleared.count()).toBe(0);
  await page.unroute("**/*");
  await clear.click();
  await expect(cleared).toBeVisible();
});
