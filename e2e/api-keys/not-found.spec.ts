import { expect, test } from "../support/fixtures";

test("an unknown key ID shows Not found", async ({ page, signInAndGoto, expectConsoleError }) => {
  expectConsoleError(/status of 404 .*\/key_0+$/);
  await signInAndGoto("configure/api-keys/key_00000000000000000000000000");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});
