import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { callApi, expect, test } from "./fixtures";

test("real requests are in the key's log and chart; filters live in the address, and back works", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  const { secret } = await makeKey(stage.operator, { name: "CRM sync" });
  const path = `/v3/${stage.slug}/${stage.agents.uk.slug}/conversations`;
  await open("configure/api-keys");
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
  const handoff = `/v1/${stage.slug}/${stage.agents.uk.slug}/handoff_state`;
  expect((await callApi(`${handoff}?id=nobody`, secret)).status).toBe(404);
  const log = page.getByRole("table", { name: "Response log" });
  await expect(log.getByRole("row")).toHaveCount(4);
  await expect(page.getByText(/^\d new requests? at/)).toBeVisible();
  await expect(page.getByText("3 requests in the last 24 hours, from 1 address.")).toBeVisible();
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

test("a row's details have every field; older requests come on demand", async ({
  page,
  stage,
  open,
  context,
  expectAccessible,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(stage.operator, { name: "Reporting" });
  const now = Date.now();
  await logRequests(
    stage.operator,
    key.id,
    Array.from({ length: 70 }, (_, index) => ({
      at: new Date(now - index * 60_000),
      status: index === 0 ? 503 : 200,
      correlationId: `correlation-${index}`,
    })),
  );
  await open(`configure/api-keys/${key.id}`);
  const log = page.getByRole("table", { name: "Response log" });
  await expect(log.getByRole("row")).toHaveCount(51);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(log.getByRole("row")).toHaveCount(71);
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);

  await page.getByRole("button", { name: "Copy correlation id correlation-3", exact: true }).click();
  await expect(page.getByText("Copied the correlation id correlation-3.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("correlation-3");
  await log
    .getByRole("button", { name: /, details$/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Request" });
  await expect(dialog).toContainText("503: failed");
  await expect(dialog).toContainText("correlation-0");
  await expect(dialog).toContainText("192.0.2.7");
  await expect(dialog).toContainText("12 ms");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(log.getByRole("button", { name: /, details$/ }).first()).toBeFocused();
});

test.describe("where the log cannot be read", () => {
  // The browser itself logs the answer that this story is about.
  test.use({ cleanConsole: undefined });
  test("the page says so and offers another try", async ({ page, stage, open }) => {
    const { key } = await makeKey(stage.operator);
    await logRequests(stage.operator, key.id, [{}]);
    await open(`configure/api-keys/${key.id}`);
    const error = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };
    await page.route("**/requests?*", (route) => route.fulfill({ status: 503, json: error }));
    await page.getByLabel("Status", { exact: true }).selectOption("Served (2xx)");
    await expect(page.getByText("The service is busy.")).toBeVisible();
    await page.unroute("**/requests?*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("table", { name: "Response log" }).getByRole("row")).toHaveCount(2);
  });

  test("another workspace's key is not found", async ({ page, open }) => {
    await open("configure/api-keys/key_00000000000000000000000000");
    await expect(page.getByRole("heading", { name: "Not found" })).toBeVisible();
  });
});
