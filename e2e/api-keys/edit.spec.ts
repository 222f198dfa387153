import { makeKey } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("edits the name and permissions of a key; its agents and expiry are fixed", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { secret } = await makeKey(workspace.operator, { name: "Old name", permissions: ["handoff"] });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, secret)).status).toBe(403);

  await signInAndGoto("configure/api-keys");
  await page.getByRole("button", { name: "Edit Old name" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Old name");
  await expect(page.getByText("Agents and expiry are fixed for a key’s life")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Name" }).fill("New name");
  await page.getByRole("checkbox", { name: "Conversations data" }).check();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed Old name to New name.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Edit New name" })).toBeVisible();
  expect((await callApi(path, secret)).status).toBe(200);
});
