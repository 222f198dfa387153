import { expect, test } from "../support/fixtures";

test("shows validation errors at their fields and keeps the entered values", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const create = page.getByRole("button", { name: "Create", exact: true });
  const makeOne = async (name: string) => {
    await page.getByRole("button", { name: "API key", exact: true }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("checkbox", { name: "Handoff" }).check();
    await create.click();
  };
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await create.click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expect(page.getByText("Select at least one permission.")).toBeVisible();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await create.click();
  await expect(page.getByText("Select at least one agent, or all agents.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Night desk" })).toBeDisabled();
  await page.getByRole("button", { name: "Cancel" }).click();

  await makeOne("Till");
  await page.getByRole("button", { name: "Done with Till" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await makeOne(" TILL ");
  await expect(page.getByText("A key with this name already exists. Use a different name.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(" TILL ");
  await expect(page.getByRole("checkbox", { name: "Handoff" })).toBeChecked();
});
