import { makeKey } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("a deleted key is rejected by the next request, and other keys keep working", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const gone = await makeKey(workspace.operator, { name: "Gone" });
  const kept = await makeKey(workspace.operator, { name: "Kept" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, gone.secret)).status).toBe(200);

  await signInAndGoto("configure/api-keys");
  const row = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Delete Gone" }) });
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("Last success", {
      timeout: 1000,
    });
  }).toPass();
  await page.getByRole("button", { name: "Delete Gone" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete Gone?" });
  await expect(dialog).toContainText("Last success");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Delete Gone" })).toBeFocused();

  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("Deleted Gone. It is refused from now on.")).toBeVisible();
  expect((await callApi(path, gone.secret)).status).toBe(401);
  expect((await callApi(path, kept.secret)).status).toBe(200);
  await expect(page.getByRole("button", { name: "Delete Gone" })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "API keys" })).toBeFocused();
});
