import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { makeKey } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("selects keys with the keyboard and deletes them after one confirmation that counts them", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const named = (n: number) => `Key ${String(n).padStart(2, "0")}`;
  const keys = [];
  for (let n = 0; n < 53; n++) keys.push(await makeKey(workspace.operator, { name: named(n) }));
  const box = (n: number) => page.getByRole("checkbox", { name: `Select ${named(n)}` });
  const all = page.getByRole("checkbox", { name: "Select all keys shown" });
  const bar = (text: string) =>
    expect(page.getByRole("status").getByText(text, { exact: true })).toBeVisible();
  await signInAndGoto("configure/api-keys?sort=name");
  await bar("50+ keys");

  await box(1).focus();
  await page.keyboard.press("Space");
  await bar("1 selected");
  await box(8).focus();
  await page.keyboard.press("Shift+Space");
  await bar("8 selected");
  await expect(box(4)).toBeChecked();
  await expect(all).toBeChecked({ indeterminate: true });
  await box(4).click();
  await box(6).click({ modifiers: ["Shift"] });
  await bar("5 selected");
  await expect(box(5)).not.toBeChecked();

  await page.getByRole("button", { name: "Show more" }).click();
  await expect(box(52)).toBeVisible();
  await box(52).click();
  await bar("6 selected");

  await page.getByRole("button", { name: "Delete 6 selected keys" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete 6 keys?" });
  await expect(dialog.getByRole("listitem")).toHaveText([
    /Key 01/,
    /Key 02/,
    /Key 03/,
    /Key 07/,
    /Key 08/,
    /Key 52/,
  ]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Delete 6 selected keys" })).toBeFocused();
  await page.keyboard.press("Enter");

  // Somebody else takes one of them away while the question stands.
  const [early] = keys.filter(({ key }) => key.name === named(8));
  if (!early) throw new Error("The key is missing.");
  await deleteApiKey(workspace.operator, { id: early.key.id });
  await dialog.getByRole("button", { name: "Delete 6 keys" }).click();
  await expect(page.getByText("Deleted 5 of 6 keys.")).toBeVisible();
  for (const n of [1, 2, 3, 7, 8, 52]) await expect(box(n)).toHaveCount(0);
  await expect(box(4)).toBeVisible();
  await expect(page.getByRole("heading", { name: "API keys" })).toBeFocused();
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, keys[1]?.secret ?? "")).status).toBe(401);
  expect((await callApi(path, keys[4]?.secret ?? "")).status).toBe(200);

  await all.click();
  await bar("47 selected");
  await page.getByRole("combobox", { name: "State" }).selectOption("Expired");
  await expect(page.getByRole("heading", { name: "No key matches" })).toBeVisible();
  await bar("47 selected, 47 not in view");
  await page.goBack();
  await bar("47 selected");
  await expect(all).toBeChecked();
  await page.getByRole("button", { name: "Clear" }).click();
  await bar("47 keys");

  // axe looks at every row, so that it is given few.
  await page.getByRole("searchbox", { name: "Search keys" }).fill("Key 1");
  await bar("10 keys found");
  await all.click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete 10 selected keys" }).click();
  await expect(page.getByRole("alertdialog", { name: "Delete 10 keys?" })).toBeVisible();
  await expectAccessible(page);
});
