import { makeKey, seedConversations } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { callApi, expect, test } from "../support/fixtures";

test("the next API response includes exactly the fields that the configuration allows", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { uk, spain } = workspace.agents;
  await seedConversations(workspace.operator, uk.id, [
    { id: "CA1", metrics: { TOPIC: "booking", CALL_COMPLETED: "true" }, turns: [{ user_input: "Hello" }] },
  ]);
  const { secret } = await makeKey(workspace.operator);
  const served = async () => {
    const answer = await (await callApi(`/v3/${workspace.slug}/${uk.slug}/conversations`, secret)).json();
    const [{ metrics, turns, num_turns }] = answer.conversations;
    return { metrics, turns: turns.length, num_turns };
  };
  expect(await served()).toEqual({ metrics: {}, turns: 0, num_turns: 1 });

  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "Configuration" }).click();
  await expect(page.getByRole("heading", { name: "Configuration", level: 1 })).toBeVisible();
  await page.getByRole("button", { name: new RegExp(spain.name) }).click();
  const panel = await openAgentPanel(page, uk.name);
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
