import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";

test("edits the name and permissions of a key; its agents and expiry are fixed", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { secret } = await makeKey(workspace.operator, { name: "Old name", permissions: ["handoff"] });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, secret)).status).toBe(403);

  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Edit Old name" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Old name");
  await expect(page.getByText("Agents and expiry can’t be changed.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Name" }).fill("New name");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed “Old name” to “New name”.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit New name" })).toBeVisible();
  expect((await callApi(path, secret)).status).toBe(200);
});

test("a rename can be undone with the keyboard until another user saves", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "Reporting", permissions: ["handoff"] });
  await signInAndGoto("configure/api-keys");
  const rename = async (from: string, to: string) => {
    await page.getByRole("button", { name: `Edit ${from}` }).press("Enter");
    await page.getByRole("textbox", { name: "Name" }).fill(to);
    await page.keyboard.press("Enter");
    await expect(page.getByText(`Renamed “${from}” to “${to}”.`)).toBeVisible();
    await expect(page.getByRole("button", { name: `Edit ${to}` })).toBeFocused();
  };

  await rename("Reporting", "Nightly reporting");
  await page.keyboard.press("F8");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Change undone.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Reporting" })).toBeFocused();

  await rename("Reporting", "Weekly reporting");
  await editApiKey(workspace.operator, {
    id: key.id,
    version: 4,
    name: "Daily reporting",
    permissions: ["handoff"],
  });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Couldn’t undo the change to “Weekly reporting”.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit Daily reporting" })).toBeVisible();
});

test("shows the edit conflict when another tab saved first, and keeps the entered values", async ({
  page,
  context,
  workspace,
  signInAndGoto,
}) => {
  await makeKey(workspace.operator, { name: "Shared", permissions: ["handoff"] });
  await signInAndGoto("configure/api-keys");
  const other = await context.newPage();
  await other.goto(page.url());
  for (const tab of [page, other]) await tab.getByRole("button", { name: "Edit Shared" }).click();

  await other.getByRole("textbox", { name: "Name" }).fill("Theirs");
  await other.getByRole("checkbox", { name: "External events" }).check();
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Renamed “Shared” to “Theirs”.")).toBeVisible();

  await page.getByRole("textbox", { name: "Name" }).fill("Mine");
  await page.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("alert");
  await expect(conflict).toContainText("Someone else changed this while you were editing.");
  await expect(conflict).toContainText("Theirs: Theirs");
  await expect(conflict).toContainText("Yours: Mine");
  await expect(conflict).toContainText("Theirs: Handoff, External events");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Mine");
  await expect(page.getByRole("checkbox", { name: "External events" })).toBeChecked();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Overwrite" }).click();
  await expect(page.getByText("Renamed “Theirs” to “Mine”.")).toBeVisible();

  await other.getByRole("button", { name: "Edit Theirs" }).click();
  await other.getByRole("textbox", { name: "Name" }).fill("Theirs again");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("alert")).toContainText("Theirs: Mine");
  await other.getByRole("button", { name: "Discard my changes" }).click();
  await expect(other.getByRole("dialog")).toHaveCount(0);
  await expect(other.getByRole("button", { name: "Edit Mine" })).toBeFocused();
});
