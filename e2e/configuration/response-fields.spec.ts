import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { listAudit } from "@/lib/features/audit/list-audit";
import { makeKey, seedConversations } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";

test("the next API response includes exactly the fields that the configuration allows", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk, spain } = workspace.agents;
  await seedConversations(workspace.operator, uk.id, [
    { id: "CA1", metrics: { TOPIC: "booking", CALL_COMPLETED: "true" }, turns: [{ user_input: "Hello" }] },
  ]);
  const { secret } = await makeKey(workspace.operator);
  const returned = async () => {
    const body = await (await callApi(`/v3/${workspace.slug}/${uk.slug}/conversations`, secret)).json();
    const [{ metrics, turns, num_turns }] = body.conversations;
    return { metrics, turns: turns.length, num_turns };
  };
  expect(await returned()).toEqual({ metrics: {}, turns: 0, num_turns: 1 });

  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: new RegExp(spain.name) }).click();
  const panel = await openAgentPanel(page, uk.name);
  await expectAccessible(page);

  const saved = panel.getByText("Saved", { exact: true });
  await panel.getByRole("switch", { name: "TOPIC" }).click();
  await expect(saved).toBeVisible();
  expect(await returned()).toEqual({ metrics: { TOPIC: "booking" }, turns: 0, num_turns: 1 });
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect.poll(returned).toEqual({ metrics: {}, turns: 0, num_turns: 1 });
  await panel.getByRole("switch", { name: "All metrics" }).click();
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(saved).toBeVisible();
  await expect
    .poll(returned)
    .toEqual({ metrics: { TOPIC: "booking", CALL_COMPLETED: "true" }, turns: 1, num_turns: 1 });

  await panel.getByRole("button", { name: "Clear configuration settings" }).click();
  await expect.poll(returned).toEqual({ metrics: {}, turns: 0, num_turns: 1 });
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await returned()).turns).toBe(1);
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await page.reload();
  await expect(page.getByRole("button", { name: new RegExp(uk.name) })).toContainText(
    "All metrics, transcript on",
  );
});

test("toggling All metrics keeps the selected metrics, and Undo restores them", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { operator, slug, agents } = workspace;
  const { uk } = agents;
  await seedConversations(operator, uk.id, [
    { id: "CA1", metrics: { TOPIC: "booking", AREA: "spa", NIGHTS: "2" } },
  ]);
  const { secret } = await makeKey(operator);
  const returned = async () => {
    const response = await callApi(`/v3/${slug}/${uk.slug}/conversations`, secret);
    return Object.keys((await response.json()).conversations[0].metrics).sort();
  };
  const stored = async () =>
    (await listResponseConfigurations(operator)).find(({ agent }) => agent.id === uk.id)?.metrics;

  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, uk.name);
  const saved = panel.getByText("Saved", { exact: true });
  const all = panel.getByRole("switch", { name: "All metrics" });
  const metric = (name: string) => panel.getByRole("switch", { name });
  const undo = panel.getByRole("button", { name: "Undo" });
  for (const name of ["TOPIC", "AREA"]) {
    await metric(name).click();
    await expect.poll(returned).toContain(name);
  }
  await expect(saved).toBeVisible();

  await all.click();
  await expect.poll(returned).toEqual(["AREA", "NIGHTS", "TOPIC"]);
  await expect(metric("NIGHTS")).toBeChecked();
  // Another visit: the names are in the database, not in this page's memory.
  await page.reload();
  await openAgentPanel(page, uk.name);
  await all.click();
  await expect.poll(returned).toEqual(["AREA", "TOPIC"]);
  await expect(metric("TOPIC")).toBeChecked();
  await expect(metric("NIGHTS")).not.toBeChecked();

  await metric("AREA").click();
  await expect.poll(returned).toEqual(["TOPIC"]);
  await expect(saved).toBeVisible();
  await undo.click();
  await expect.poll(returned).toEqual(["AREA", "TOPIC"]);
  await expect(saved).toBeVisible();
  await undo.click();
  await expect.poll(returned).toEqual(["TOPIC"]);

  await all.click();
  await expect.poll(stored).toEqual({ mode: "all", names: ["TOPIC"] });
  await expect(undo).toBeVisible();
  await undo.click();
  await expect.poll(stored).toEqual({ mode: "chosen", names: ["TOPIC"] });
  await expect(saved).toBeVisible();

  await all.click();
  await expect.poll(stored).toEqual({ mode: "all", names: ["TOPIC"] });
  await expect(saved).toBeVisible();
  await panel.getByRole("button", { name: "Clear configuration settings" }).click();
  await expect.poll(stored).toEqual({ mode: "chosen", names: [] });
  await expect(saved).toBeVisible();
  await undo.click();
  await expect.poll(stored).toEqual({ mode: "all", names: ["TOPIC"] });
  const { entries } = await listAudit(operator, { cursor: null });
  expect(entries.filter(({ action }) => action === "agent.configured").length).toBeGreaterThan(8);
  await page.goto(`/${slug}/audit`);
  await expect(page.getByText("all metrics: off → on").first()).toBeVisible();
  await expect(page.getByText("metrics (before): TOPIC").first()).toBeVisible();
});
