import { expect, test } from "./fixtures";

// The browser itself logs the request that this story cuts off.
test.use({ cleanConsole: undefined });

test("a configuration is told as cleared once it is", async ({ page, stage, open }) => {
  const { uk } = stage.agents;
  await open("configure/api-keys/configuration");
  const trigger = page.getByRole("button", { name: new RegExp(uk.name) });
  if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
  const panel = page.getByRole("region", { name: new RegExp(uk.name) });
  await panel.getByRole("switch", { name: "All metrics" }).click();
  await expect(panel.getByText("Saved", { exact: true })).toBeVisible();

  await page.route("**/configuration", (route) =>
    route.request().method() === "POST" ? route.abort() : route.continue(),
  );
  const clear = panel.getByRole("button", { name: "Clear configuration settings" });
  const told = page.getByText(`Cleared the configuration of ${uk.name}.`);
  await clear.click();
  await expect(panel.getByRole("alert")).toContainText("it is not known whether this was saved");
  // Not waited for: what was told too early is gone after some seconds.
  expect(await told.count()).toBe(0);
  await page.unroute("**/configuration");
  await clear.click();
  await expect(told).toBeVisible();
});
