import { openAgentPanel } from "../support/actions";
import { expect, test } from "../support/fixtures";

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

  await page.route("**/configuration", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const clear = panel.getByRole("button", { name: "Clear configuration settings" });
  const told = page.getByText(`Cleared the configuration of ${uk.name}.`);
  await clear.click();
  await expect(panel.getByRole("alert")).toContainText("Your change may or may not have been saved");
  // Not waited for: what was told too early is gone after some seconds.
  expect(await told.count()).toBe(0);
  await page.unroute("**/configuration");
  await clear.click();
  await expect(told).toBeVisible();
});
