import { configureAgent } from "@/lib/agents/configure-agent";
import { importAll, makeKey } from "@/lib/testing/fixtures";
import { callApi, expect, test } from "./fixtures";

test("what the configuration allows is what the very next request gets", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { uk, spain } = stage.agents;
  await importAll(stage.operator, uk.id, [
    { id: "CA1", metrics: { TOPIC: "booking", CALL_COMPLETED: "true" }, turns: [{ user_input: "Hello" }] },
  ]);
  const { secret } = await makeKey(stage.operator);
  const served = async () => {
    const answer = await (await callApi(`/v3/${stage.slug}/${uk.slug}/conversations`, secret)).json();
    const [{ metrics, turns, num_turns }] = answer.conversations;
    return { metrics, turns: turns.length, num_turns };
  };
  expect(await served()).toEqual({ metrics: {}, turns: 0, num_turns: 1 });

  await open("configure/api-keys");
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: new RegExp(spain.name) }).click();
  const panel = page.getByRole("region", { name: new RegExp(uk.name) });
  const trigger = page.getByRole("button", { name: new RegExp(uk.name) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  await expectAccessible(page);

  const saved = panel.getByText("Saved", { exact: true });
  await panel.getByRole("switch", { name: "TOPIC" }).click();
  await expect(saved).toBeVisible();
  expect(await served()).toEqual({ metrics: { TOPIC: "booking" }, turns: 0, num_turns: 1 });
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect.poll(served).toEqual({ metrics: {}, turns: 0, num_turns: 1 });
  await panel.getByRole("switch", { name: "All metrics" }).click();
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(saved).toBeVisible();
  await expect
    .poll(served)
    .toEqual({ metrics: { TOPIC: "booking", CALL_COMPLETED: "true" }, turns: 1, num_turns: 1 });

  await panel.getByRole("button", { name: "Clear configuration settings" }).click();
  await expect.poll(served).toEqual({ metrics: {}, turns: 0, num_turns: 1 });
  await panel.getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await served()).turns).toBe(1);
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await page.reload();
  await expect(page.getByRole("button", { name: new RegExp(uk.name) })).toContainText(
    "All metrics, transcript on",
  );
});

test("a change over somebody else's is told, and theirs is shown", async ({ page, stage, open }) => {
  const { spain } = stage.agents;
  await open("configure/api-keys/configuration");
  const trigger = page.getByRole("button", { name: new RegExp(spain.name) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  const panel = page.getByRole("region", { name: new RegExp(spain.name) });
  await expect(panel.getByRole("switch", { name: "All metrics" })).not.toBeChecked();
  await configureAgent(stage.operator, { id: spain.id, metrics: { mode: "all" } });
  await panel.getByRole("switch", { name: "Conversation transcript" }).click();
  await expect(panel.getByText("Someone else changed this configuration meanwhile.")).toBeVisible();
  await expect(panel.getByText("Answers now carry all metrics.")).toBeVisible();
  await expect(panel.getByRole("switch", { name: "All metrics" })).toBeChecked();
  await expect(panel.getByRole("switch", { name: "Conversation transcript" })).not.toBeChecked();
});

test("an agent on v1 is migrated after one question, and can be put on a key then", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { old } = stage.agents;
  await open("configure/api-keys/configuration");
  const trigger = page.getByRole("button", { name: new RegExp(old.name) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  await expect(page.getByText("API keys need v3")).toBeVisible();
  await page.getByRole("button", { name: "Migrate to v3" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Migrate ${old.name} to v3?` });
  await expect(dialog).toContainText("410 Gone");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Migrate to v3" }).click();
  await expect(page.getByText(`${old.name} is on Conversations v3 now.`)).toBeVisible();
  await expect(page.getByText("API keys need v3")).toHaveCount(0);

  await page.getByRole("link", { name: "Back to API keys" }).click();
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await expect(page.getByRole("checkbox", { name: old.name })).toBeEnabled();
});

test.describe("in forced colours", () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("a switch that is on shows that it is", async ({ page, stage, open }) => {
    const { uk } = stage.agents;
    const { id } = uk;
    await configureAgent(stage.operator, { id, metrics: { mode: "all" }, transcript: false });
    await open("configure/api-keys/configuration");
    const trigger = page.getByRole("button", { name: new RegExp(uk.name) });
    if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
    const panel = page.getByRole("region", { name: new RegExp(uk.name) });
    for (const name of ["All metrics", "Conversation transcript"]) {
      const [well, thumb] = await panel.getByRole("switch", { name }).evaluate((button) => {
        const colour = (element: Element | null) => element && getComputedStyle(element).backgroundColor;
        return [colour(document.body), colour(button.firstElementChild)];
      });
      expect(thumb, `the thumb of ${name}`).not.toBe(well);
    }
  });
});
