import { makeKey, seedConversations } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("shows what will be deleted with an agent before deleting it", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { uk, spain } = workspace.agents;
  await seedConversations(workspace.operator, uk.id, [{ id: "CA1" }, { id: "CA2" }]);
  await seedConversations(workspace.operator, spain.id, [{ id: "CA3" }]);
  const all = await makeKey(workspace.operator, { name: "Everything" });
  await makeKey(workspace.operator, { name: "Both desks", agents: [uk.id, spain.id] });
  await makeKey(workspace.operator, { name: "Only UK", agents: [uk.id] });

  await signInAndGoto("agents");
  await page.getByRole("button", { name: `Delete ${uk.name}` }).click();
  const dialog = page.getByRole("alertdialog", { name: `Delete ${uk.name}?` });
  await expect(dialog).toContainText("Its 2 conversations go with it.");
  await expect(dialog.getByRole("list", { name: "Keys that lose it" }).getByRole("listitem")).toHaveText([
    "Both desks",
    "Only UK, which then covers nothing",
  ]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `Delete ${uk.name}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete agent" }).click();
  await expect(page.getByText(`Deleted ${uk.name}.`)).toBeVisible();
  await expect(page.getByRole("button", { name: `Delete ${uk.name}` })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Agents" })).toBeFocused();

  expect((await callApi(`/v3/${workspace.slug}/${uk.slug}/conversations`, all.secret)).status).toBe(404);
  const rest = await (await callApi("/v3/conversations", all.secret)).json();
  expect(rest.conversations.map(({ id }: { id: string }) => id)).toEqual(["CA3"]);
  await page.getByRole("link", { name: "API Keys" }).click();
  const row = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Edit Only UK" }) });
  await expect(row).toContainText("No agent: those it covered are gone");
  await expect(page.getByRole("button", { name: "Edit Everything" })).toBeVisible();
});
