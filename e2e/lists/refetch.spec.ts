import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("a list that failed to load shows an error and can be refetched", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/data\/api-keys/);
  await makeKey(workspace.operator, { name: "Somewhere" });
  await signInAndGoto("configure/api-keys");
  await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
  await page.route("**/data/api-keys**", (route) =>
    route.fulfill({
      status: 503,
      json: {
        code: "UNAVAILABLE",
        message: "The service is busy or starting. Try again in a moment.",
        fields: {},
      },
    }),
  );
  await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
  await expect(page.getByText("The service is busy or starting.")).toBeVisible();
  await page.unroute("**/data/api-keys**");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("The service is busy or starting.")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Edit Somewhere" })).toBeVisible();
});
