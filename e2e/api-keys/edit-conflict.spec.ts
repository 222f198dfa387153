import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("shows the edit conflict when another tab saved first, and keeps the entered values", async ({
  page,
  context,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  await makeKey(workspace.operator, { name: "Shared", permissions: ["handoff"] });
  await signInAndGoto("configure/api-keys");
  const other = await context.newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) await tab.getByRole("button", { name: "Edit Shared" }).click();

  await other.getByRole("textbox", { name: "Name" }).fill("Theirs");
  await other.getByRole("checkbox", { name: "External events" }).check();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Renamed Shared to Theirs.")).toBeVisible();

  await page.getByRole("textbox", { name: "Name" }).fill("Mine");
  await page.getByRole("button", { name: "Save" }).click();
  const told = page.getByRole("alert");
  await expect(told).toContainText("Somebody else changed this while you were editing.");
  await expect(told).toContainText("Theirs: Theirs");
  await expect(told).toContainText("Yours: Mine");
  await expect(told).toContainText("Theirs: Handoff, External events");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Mine");
  await expect(page.getByRole("checkbox", { name: "External events" })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save mine on top" }).click();
  await expect(page.getByText("Renamed Theirs to Mine.")).toBeVisible();

  await other.getByRole("button", { name: "Edit Theirs" }).click();
  await other.getByRole("textbox", { name: "Name" }).fill("Theirs again");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert")).toContainText("Theirs: Mine");
  await other.getByRole("button", { name: "Take theirs" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);
  await expect(other.getByRole("button", { name: "Edit Mine" })).toBeFocused();
});
