import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a request log that failed to load shows an error and can be refetched", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/requests\?/);
  const { key } = await makeKey(workspace.operator);
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  await page.route("**/requests?*", (route) => route.fulfill({ status: 503, json: error }));
  await page.getByLabel("Status", { exact: true }).selectOption("Served (2xx)");
  await expect(page.getByText("The service is busy.")).toBeVisible();
  await page.unroute("**/requests?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(2);
});
