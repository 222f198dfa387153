import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("where the log cannot be read the page says so and offers another try", async ({
  page,
  stage,
  open,
  provoke,
}) => {
  provoke(/status of 503 .*\/requests\?/);
  const { key } = await makeKey(stage.operator);
  await logRequests(stage.operator, key.id, [{}]);
  await open(`configure/api-keys/${key.id}`);
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  await page.route("**/requests?*", (route) => route.fulfill({ status: 503, json: error }));
  await page.getByLabel("Status", { exact: true }).selectOption("Served (2xx)");
  await expect(page.getByText("The service is busy.")).toBeVisible();
  await page.unroute("**/requests?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Response log" }).getByRole("row")).toHaveCount(2);
});
