import { makeKey } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("a key with only refused requests is shown as unused in the list, on its page and in the delete dialog", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { secret, key } = await makeKey(workspace.operator, { name: "Locked out", permissions: ["handoff"] });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  expect((await callApi(path, secret)).status).toBe(403);
  await signInAndGoto("configure/api-keys");
  const row = page.getByRole("list", { name: "API keys" }).getByRole("listitem").first();
  await expect(async () => {
    await page.reload();
    await expect(row).toContainText("No success yet", { timeout: 1000 });
  }).toPass();
  await expect(row).toContainText(/Last refusal .* ago \(403\)/);
  await expectResponsive(page, "the list with a refused key");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole("button", { name: "Delete Locked out" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText(/No success yet\. Last refusal .* ago \(403\)\./);
  await expect(dialog).toContainText("1 request in the last 24 hours, refused, from 1 address.");
  await page.keyboard.press("Escape");

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const fact = (term: string) =>
    page.getByRole("definition").filter({ has: page.locator(`xpath=../dt[.="${term}"]`) });
  await expect(fact("Last success")).toHaveText("No success yet");
  await expect(fact("Last refusal")).toContainText(/ago, 403 from/);
  await expect(fact("Last refusal")).toContainText(path);
  await expectResponsive(page, "the page of a refused key");
});
