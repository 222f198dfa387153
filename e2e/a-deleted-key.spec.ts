import { deleteApiKey } from "@/lib/api-keys/delete-api-key";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

test("the page of a deleted key says who deleted it, and keeps its log", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { key } = await makeKey(stage.operator, { name: "Retired" });
  await logRequests(stage.operator, key.id, [{ status: 200 }, { status: 401 }]);
  await deleteApiKey(stage.operator, { id: key.id });
  await open(`configure/api-keys/${key.id}`);
  await expect(page.getByRole("heading", { level: 1, name: "Retired" })).toBeVisible();
  await expect(page.getByText(/^story deleted this key on /)).toBeVisible();
  await expect(page.getByRole("table", { name: "Response log" }).getByRole("row")).toHaveCount(3);
  await page.getByLabel("Status", { exact: true }).selectOption("Refused (4xx)");
  await expect(page.getByRole("table", { name: "Response log" }).getByRole("row")).toHaveCount(2);
  for (const name of ["Edit", "Rotate", "Delete"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await expectAccessible(page);
});
