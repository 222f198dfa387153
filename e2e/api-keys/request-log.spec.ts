import { makeKey } from "@/testing/fixtures";
import { callApi, expect, test } from "../support/fixtures";

test("requests appear in the key's log and chart; filters are stored in the URL, and the back button reverts them", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { secret } = await makeKey(workspace.operator, { name: "CRM sync" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "CRM sync" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "CRM sync" })).toBeVisible();
  await expect(page.getByText("Never used")).toBeVisible();
  await expect(page.getByText("No requests in this time")).toBeVisible();
  await expect(page.getByText("This key has not been used yet")).toBeVisible();
  await expect(page.getByText(`${new URL(page.url()).origin}/v3/conversations?limit=1`)).toBeVisible();
  await expectAccessible(page);

  // Followed live, the page fills by itself.
  await page.getByRole("switch", { name: "Live" }).click();
  expect((await callApi(path, secret)).status).toBe(200);
  expect((await callApi(`${path}?limit=none`, secret)).status).toBe(400);
  const handoff = `/v1/${workspace.slug}/${workspace.agents.uk.slug}/handoff_state`;
  expect((await callApi(`${handoff}?id=nobody`, secret)).status).toBe(404);
  const log = page.getByRole("table", { name: "Request log" });
  await expect(log.getByRole("row")).toHaveCount(4);
  await expect(page.getByText(/^\d new requests? at/)).toBeVisible();
  await expect(
    page.getByText("3 requests in the last 24 hours, 2 of them refused, from 1 address."),
  ).toBeVisible();
  await expect(page.getByText("Never used")).toHaveCount(0);
  await page.getByRole("switch", { name: "Live" }).click();

  await expect(page.getByRole("img", { name: /^Requests per day, last 7 days/ })).toBeVisible();
  await page.getByText("Show as table").click();
  const numbers = page.getByRole("table", { name: "Requests per day, last 7 days" });
  await expect(numbers.getByRole("row")).toHaveCount(8);
  await expect(numbers.getByRole("row").nth(1).getByRole("cell")).toHaveText(["1", "2", "0"]);
  await page.getByRole("radio", { name: "24 hours" }).check();
  await expect(page.getByRole("table", { name: "Requests per hour, last 24 hours" })).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Status", { exact: true }).selectOption("Refused (4xx)");
  await expect(log.getByRole("row")).toHaveCount(3);
  await page.getByLabel("Endpoint", { exact: true }).selectOption("Read a handoff");
  await expect(log.getByRole("row")).toHaveCount(2);
  await expect(page).toHaveURL(/\?status=4&endpoint=getHandoffState$/);
  await expect(log.getByRole("row").nth(1)).toContainText(handoff);
  const shared = page.url();
  await page.goBack();
  await expect(log.getByRole("row")).toHaveCount(3);
  await page.goBack();
  await expect(log.getByRole("row")).toHaveCount(4);
  await page.getByLabel("To", { exact: true }).fill("2020-01-01T00:00");
  await expect(page.getByText("No request matches these filters.")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Live" })).toBeDisabled();
  await page.getByRole("button", { name: "Show all requests" }).click();
  await expect(log.getByRole("row")).toHaveCount(4);
  await page.goto(shared);
  await expect(log.getByRole("row")).toHaveCount(2);
  await expect(page.getByLabel("Endpoint", { exact: true })).toHaveValue("getHandoffState");
});
