import { openAgentPanel } from "../support/actions";
import { expect, test } from "../support/fixtures";

test("migrates a v1 agent after confirmation, and a key can then cover it", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { old } = workspace.agents;
  await signInAndGoto("configure/api-keys/configuration");
  await openAgentPanel(page, old.name);
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
