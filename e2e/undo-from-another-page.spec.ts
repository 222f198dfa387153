import { listAgents } from "@/lib/agents/list-agents";
import { listApiKeysInput } from "@/lib/api-keys/contract";
import { listApiKeys } from "@/lib/api-keys/list-api-keys";
import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";
import { renameAgent } from "./steps";

for (const host of ["localhost", "127.0.0.1"]) {
  test.describe(`on http://${host}`, () => {
    test.use({ baseURL: `http://${host}:${process.env.PORT}` });
    for (const [place, link] of [
      ["Members", "Members"],
      ["Audit", "Audit"],
      ["the account", /^Your account/],
      ["the documentation", "API docs"],
    ] as const) {
      test(`a rename of an agent can be undone from ${place}`, async ({ page, stage, open }) => {
        const { uk } = stage.agents;
        await open("agents");
        expect(new URL(page.url()).hostname).toBe(host);
        await renameAgent(page, uk.name, "Reception London");
        await page.getByRole("link", { name: link }).click();
        await expect(page).not.toHaveURL(/\/agents$/);
        await page.getByRole("button", { name: "Undo" }).click();
        await expect(page.getByText(`Undone: ${uk.name} is as it was.`)).toBeVisible();
        expect((await listAgents(stage.operator)).map(({ name }) => name)).toContain(uk.name);
      });
    }

    test("an edit of a key can be undone from Members", async ({ page, stage, open }) => {
      await makeKey(stage.operator, { name: "Reporting" });
      await open("configure/api-keys", { apiKeysAccess: "edit" });
      await page.getByRole("button", { name: "Edit Reporting" }).click();
      await page.getByRole("textbox", { name: "Name" }).fill("Nightly reporting");
      await page.keyboard.press("Enter");
      await expect(page.getByText("Renamed Reporting to Nightly reporting.")).toBeVisible();
      await page.getByRole("link", { name: "Members" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(page.getByText("Undone: Reporting is as it was.")).toBeVisible();
      const { keys } = await listApiKeys(stage.operator, listApiKeysInput.parse({}));
      expect(keys.map(({ name }) => name)).toEqual(["Reporting"]);
    });
  });
}
