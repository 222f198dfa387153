import { listAgents } from "@/lib/features/agents/list-agents";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { makeKey } from "@/testing/fixtures";
import { renameAgentInDialog } from "../support/actions";
import { expect, test } from "../support/fixtures";

for (const host of ["localhost", "127.0.0.1"]) {
  test.describe(`on http://${host}`, () => {
    test.use({ baseURL: `http://${host}:${process.env.PORT}` });
    for (const [place, link] of [
      ["Members", "Members"],
      ["Audit", "Audit"],
      ["the account", /^Your account/],
      ["the documentation", "API docs"],
    ] as const) {
      test(`renaming an agent can be undone from ${place}`, async ({ page, workspace, signInAndGoto }) => {
        const { uk } = workspace.agents;
        await signInAndGoto("agents");
        expect(new URL(page.url()).hostname).toBe(host);
        await renameAgentInDialog(page, uk.name, "Reception London");
        await page.getByRole("link", { name: link }).click();
        await expect(page).not.toHaveURL(/\/agents$/);
        await page.getByRole("button", { name: "Undo" }).click();
        await expect(page.getByText("Change undone.")).toBeVisible();
        expect((await listAgents(workspace.operator)).map(({ name }) => name)).toContain(uk.name);
      });
    }

    test("editing a key can be undone from the Members page", async ({ page, workspace, signInAndGoto }) => {
      await makeKey(workspace.operator, { name: "Reporting" });
      await signInAndGoto("configure/api-keys", { apiKeysAccess: "edit" });
      await page.getByRole("button", { name: "Edit Reporting" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Nightly reporting");
      await page.keyboard.press("Enter");
      await expect(page.getByText("Renamed “Reporting” to “Nightly reporting”.")).toBeVisible();
      await page.getByRole("link", { name: "Members" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(page.getByText("Change undone.")).toBeVisible();
      const { keys } = await listApiKeys(workspace.operator, listApiKeysInput.parse({}));
      expect(keys.map(({ name }) => name)).toEqual(["Reporting"]);
    });
  });
}
