import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("announces the number of results after a search or filter, including zero", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{ status: 200 }, { status: 200 }, { status: 404 }]);
  await signInAndGoto("configure/api-keys");
  const told = (text: string) =>
    expect(page.getByRole("status").getByText(text, { exact: true })).toHaveCount(1);
  // The same element all along: one that comes with its text is not read out.
  const status = await page.getByRole("status").filter({ hasText: "1 key" }).elementHandle();
  await page.getByRole("searchbox", { name: "Search keys" }).fill("nobody");
  await told("0 results");
  expect(await status?.evaluate((element) => [element.isConnected, element.textContent])).toEqual([
    true,
    "0 results",
  ]);
  await expectAccessible(page);
  await page.getByRole("searchbox", { name: "Search keys" }).fill("CRM");
  await told("1 result");

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await told("3 requests");
  await page.getByLabel("Status", { exact: true }).selectOption("Client error (4xx)");
  await told("1 request");
  await page.getByLabel("Status", { exact: true }).selectOption("Server error (5xx)");
  await told("0 requests");

  await page.goto(`/${workspace.slug}/audit?target=nobody`);
  await told("No entries match these filters.");
  await page.getByLabel("Target").fill("CRM sync");
  await told("1 entry");
});
