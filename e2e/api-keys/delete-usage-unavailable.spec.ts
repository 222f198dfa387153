import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a key can be deleted when its usage cannot be counted", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/recent-use\?/);
  await makeKey(workspace.operator, { name: "Unknown use" });
  const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
  await page.route("**/recent-use?*", (route) => route.fulfill({ status: 503, json: error }));
  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Delete Unknown use" }).click();
  await expect(page.getByText("Counting requests…")).toBeVisible();
  await expect(page.getByRole("button", { name: "Delete key" })).toBeEnabled();
  await expect(page.getByText("The requests of the last 24 hours could not be counted.")).toBeVisible();
  await page.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("Deleted Unknown use. It is refused from now on.")).toBeVisible();
});
