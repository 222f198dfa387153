import { makeKey } from "@/lib/testing/fixtures";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

test("lists with nothing in them fit every width in both themes", async ({ page, stage, open }) => {
  await open("configure/api-keys");
  await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
  await expectToFit(page, "no keys");
  const { key } = await makeKey(stage.operator, { name: "Door" });
  await page.goto(`/${stage.slug}/configure/api-keys?search=nothing+like+it`);
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
  await expectToFit(page, "no match");
  await page.goto(`/${stage.slug}/audit?target=nothing+like+it`);
  await expect(page.getByText("Nothing that was done here matches these filters.")).toBeVisible();
  await expectToFit(page, "an audit without a match");
  await page.goto(`/${stage.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByText("This key has not been used yet")).toBeVisible();
  await expectToFit(page, "a key without a request");
});
