import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("loads more keys on demand when there are more than one page", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  for (let n = 0; n < 51; n++)
    await makeKey(workspace.operator, { name: `Key ${String(n).padStart(2, "0")}` });
  await signInAndGoto("configure/api-keys?sort=name");
  await expect(page.getByRole("button", { name: /^Edit / })).toHaveCount(50);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(page.getByRole("button", { name: "Edit Key 50" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
});
