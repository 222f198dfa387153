import { listAgents } from "@/lib/features/agents/list-agents";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("a rename shows a conflict when another user renamed the agent first; Undo works until the next rename", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk } = workspace.agents;
  const name = async () => (await listAgents(workspace.operator)).find(({ id }) => id === uk.id)?.name;
  await signInAndGoto("agents");
  const rename = async (from: string, to: string) => {
    await page.getByRole("button", { name: `Rename ${from}` }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(to);
    await page.keyboard.press("Enter");
  };
  await page.getByRole("button", { name: `Rename ${uk.name}` }).click();
  await renameAgent(workspace.operator, { id: uk.id, name: "Theirs" });
  await page.getByRole("textbox", { name: "Name" }).fill("Mine");
  await page.keyboard.press("Enter");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Someone else changed this while you were editing.");
  await expect(alert).toContainText("Theirs: Theirs");
  await expect(alert).toContainText("Yours: Mine");
  expect(await name()).toBe("Theirs");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Overwrite" }).click();
  await expect(page.getByText("Renamed to “Mine”.")).toBeVisible();

  await page.keyboard.press("F8");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Change undone.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Rename Theirs" })).toBeVisible();
  expect(await name()).toBe("Theirs");

  await rename("Theirs", "Mine again");
  await expect(page.getByText("Renamed to “Mine again”.")).toBeVisible();
  // The list is up to date as soon as the toast appears.
  expect(await page.getByRole("button", { name: "Rename Mine again" }).isVisible()).toBe(true);
  await renameAgent(workspace.operator, { id: uk.id, name: "Theirs for good" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Couldn’t undo the change to “Mine again”.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Rename Theirs for good" })).toBeVisible();
});
