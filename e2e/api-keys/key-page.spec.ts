import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";

test("the page of a deleted key shows who deleted it and keeps its request log", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Retired" });
  await seedRequestLog(workspace.operator, key.id, [{ status: 200 }, { status: 401 }]);
  await deleteApiKey(workspace.operator, { id: key.id });
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Retired" })).toBeVisible();
  await expect(page.getByText(/^test operator deleted this key on /)).toBeVisible();
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(3);
  await page.getByLabel("Status", { exact: true }).selectOption("Client error (4xx)");
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(2);
  for (const name of ["Edit", "Rotate", "Delete"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expectAccessible(page);
});

test("an unknown key ID shows Not found", async ({ page, signInAndGoto, expectConsoleError }) => {
  expectConsoleError(/status of 404 .*\/key_0+$/);
  await signInAndGoto("configure/api-keys/key_00000000000000000000000000");
  await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
});
