import { configureAgent } from "@/lib/agents/configure-agent";
import { listResponseConfigurations } from "@/lib/agents/list-response-configurations";
import { expect, test } from "./fixtures";
import { openPanel } from "./steps";

test("undo takes back one's own save, and never what somebody else has saved since", async ({
  page,
  stage,
  open,
}) => {
  const { uk, spain } = stage.agents;
  const { operator } = stage;
  await open("configure/api-keys/configuration");
  const [ours, other] = [await openPanel(page, uk.name), await openPanel(page, spain.name)];
  const undo = ours.getByRole("button", { name: "Undo" });
  await ours.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(undo).toBeVisible();

  // Somebody else saves here and next door; the save next door is what brings the news.
  await configureAgent(operator, { id: uk.id, metrics: { mode: "all" } });
  await configureAgent(operator, { id: spain.id, metrics: { mode: "all" } });
  await other.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(other.getByText("Somebody else changed this configuration meanwhile.")).toBeVisible();
  await expect(ours.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await expect(undo).toHaveCount(0);

  // Without the news, the server refuses.
  await ours.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(undo).toBeVisible();
  await configureAgent(operator, { id: uk.id, metrics: { mode: "chosen", names: ["HANDOFF_TO"] } });
  await undo.click();
  await expect(ours.getByText("Answers now carry the metrics HANDOFF_TO.")).toBeVisible();
  const stored = await listResponseConfigurations(operator);
  expect(stored.find(({ agent }) => agent.id === uk.id)).toMatchObject({
    metrics: { mode: "chosen", names: ["HANDOFF_TO"] },
    transcript: false,
  });
});

test("nobody says that it was not made; undo goes to what was stored, and one's own save is not somebody else's", async ({
  page,
  stage,
  open,
  provoke,
}) => {
  provoke(/ERR_FAILED .*\/configuration$/);
  const { uk } = stage.agents;
  await open("configure/api-keys/configuration");
  const panel = await openPanel(page, uk.name);
  const transcript = panel.getByRole("switch", { name: "Conversation transcript" });
  const all = panel.getByRole("switch", { name: "All metrics" });
  const saved = panel.getByText("Saved", { exact: true });

  // Lost on the way there.
  await page.route("**/configuration", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  await transcript.click();
  await expect(panel.getByRole("alert")).toContainText("it is not known whether this was saved");
  await page.unroute("**/configuration");
  await all.click();
  await expect(saved).toBeVisible();
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect(transcript).not.toBeChecked();
  await expect(all).not.toBeChecked();
  await expect(saved).toBeVisible();

  // Lost on the way back: it was made.
  await page.route("**/configuration", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch();
    return route.abort();
  });
  await transcript.click();
  await expect(panel.getByRole("alert")).toBeVisible();
  await page.unroute("**/configuration");
  await all.click();
  await expect(saved).toBeVisible();
  await expect(panel.getByText("Somebody else")).toHaveCount(0);
  const stored = await listResponseConfigurations(stage.operator);
  expect(stored.find(({ agent }) => agent.id === uk.id)).toMatchObject({
    metrics: { mode: "all" },
    transcript: true,
  });
});
