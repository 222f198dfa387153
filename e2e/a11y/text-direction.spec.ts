import type { Locator } from "playwright/test";
import { pool } from "@/db/client/client";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

/** Whether the last character of a text is to the right of everything before it, on the same line. */
const endsWithLastCharacter = (text: Locator): Promise<boolean> =>
  text.evaluate((element) => {
    const rectangle = (from: [Node, number], to: [Node, number]) => {
      const range = document.createRange();
      range.setStart(...from);
      range.setEnd(...to);
      return range.getBoundingClientRect();
    };
    const last = element.lastChild ?? element;
    const end = last.textContent?.length ?? 0;
    const mark = rectangle([last, end - 1], [last, end]);
    return mark.left >= rectangle([element, 0], [last, end - 1]).right - 1;
  });

test("a name of any direction leaves the text around it in order, and is never translated", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { operator, agents } = workspace;
  // Earlier versions stored overrides, and ends of isolates.
  const names = ["קבלה", "\u202egnp.exe", "a\u2069\u202eb"];
  await pool().query("update agents set name = $1 where id = $2", [names[0], agents.spain.id]);
  await signInAndGoto("agents");
  await expect(page.getByRole("button", { name: `Rename \u2068${names[0]}\u2069` })).toBeVisible();
  for (const name of names) {
    const { key } = await makeKey(operator, { name: "Key", agents: [agents.spain.id] });
    await pool().query("update api_keys set name = $1 where id = $2", [name, key.id]);
    await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
    await expect(page).toHaveTitle(/^\u2068.*\u2069 · Agent Studio$/);
    await page.getByRole("button", { name: "Delete" }).click();
    const title = page.getByRole("alertdialog").getByRole("heading");
    await expect(title.locator("bdi")).toHaveAttribute("translate", "no");
    expect(await endsWithLastCharacter(title.locator("span").first()), JSON.stringify(name)).toBe(true);
    await page.getByRole("button", { name: "Cancel" }).click();
  }
  await page.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(page.getByRole("button", { name: `Edit \u2068${names[1]}\u2069` })).toBeVisible();
  await expect(page.getByRole("option", { name: `\u2068${names[0]}\u2069` })).toHaveCount(1);
  await expect(page.getByRole("searchbox", { name: "Search keys" })).toHaveAttribute("dir", "auto");
});
