import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";
import { failWithUnavailable, UNAVAILABLE_MESSAGE } from "../support/unavailable";

test("requests appear in the key's log and chart; filters are stored in the URL, and the back button reverts them", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { secret } = await makeKey(workspace.operator, { name: "CRM sync" });
  const path = `/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`;
  await signInAndGoto("configure/api-keys");
  await page.getByRole("link", { name: "CRM sync" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "CRM sync" })).toBeVisible();
  await expect(page.getByText("Never used")).toBeVisible();
  await expect(page.getByText("No requests in this period")).toBeVisible();
  await expect(page.getByText("This key hasn’t been used yet")).toBeVisible();
  await expect(page.getByText(`${new URL(page.url()).origin}/v3/conversations?limit=1`)).toBeVisible();
  await expectAccessible(page);

  // The live tail adds new requests.
  await page.getByRole("switch", { name: "Live" }).click();
  expect((await callApi(path, secret)).status).toBe(200);
  expect((await callApi(`${path}?limit=none`, secret)).status).toBe(400);
  const handoff = `/v1/${workspace.slug}/${workspace.agents.uk.slug}/handoff_state`;
  expect((await callApi(`${handoff}?id=unknown`, secret)).status).toBe(404);
  const log = page.getByRole("table", { name: "Request log" });
  await expect(log.getByRole("row")).toHaveCount(4);
  await expect(page.getByText(/^\d+ new at/)).toBeVisible();
  await expect(page.getByText("3 requests in the last 24 hours, 2 failed, from 1 IP address.")).toBeVisible();
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

  await page.getByLabel("Status", { exact: true }).selectOption("Client error (4xx)");
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
  await expect(page.getByText("No requests match these filters.")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Live" })).toBeDisabled();
  await page.getByRole("button", { name: "Show all requests" }).click();
  await expect(log.getByRole("row")).toHaveCount(4);
  await page.goto(shared);
  await expect(log.getByRole("row")).toHaveCount(2);
  await expect(page.getByLabel("Endpoint", { exact: true })).toHaveValue("getHandoffState");
});

test("request details show every field, and older requests load on demand", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { key } = await makeKey(workspace.operator, { name: "Reporting" });
  const now = Date.now();
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 70 }, (_, index) => ({
      at: new Date(now - index * 60_000),
      status: index === 0 ? 503 : 200,
      correlationId: `correlation-${index}`,
    })),
  );
  await signInAndGoto(`configure/api-keys/${key.id}`);
  const log = page.getByRole("table", { name: "Request log" });
  await expect(log.getByRole("row")).toHaveCount(51);
  await page.getByRole("button", { name: "Show more" }).click();
  await expect(log.getByRole("row")).toHaveCount(71);
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);

  await page.getByRole("button", { name: "Copy correlation ID correlation-3", exact: true }).click();
  await expect(page.getByText("Copied the correlation ID correlation-3.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("correlation-3");
  await log
    .getByRole("button", { name: /, details$/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Request" });
  await expect(dialog).toContainText("503: server error");
  await expect(dialog).toContainText("correlation-0");
  await expect(dialog).toContainText("192.0.2.7");
  await expect(dialog).toContainText("12 ms");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(log.getByRole("button", { name: /, details$/ }).first()).toBeFocused();
});

test("the traffic chart is rendered on the server and shows values on hover", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{}, { status: 404 }, { status: 503 }]);
  await signInAndGoto("configure/api-keys");
  const response = await page.request.get(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const bars = /<div role="img" aria-label="Requests per day, last 7 days\. Success \(2xx\): 1, [^"]*"/;
  expect(await response.text()).toMatch(bars);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const chart = page.getByRole("img", { name: /^Requests per day/ });
  const box = await chart.boundingBox();
  if (!box) throw new Error("The chart is not visible.");
  await page.mouse.move(box.x + box.width - 10, box.y + box.height / 2);
  await expect(chart.getByText("Client error (4xx): 1")).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(chart.getByText("Client error (4xx): 1")).toHaveCount(0);
});

test("a request log that failed to load shows an error and can be refetched", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/requests\?/);
  const { key } = await makeKey(workspace.operator);
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto(`configure/api-keys/${key.id}`);
  await failWithUnavailable(page, "**/requests?*");
  await page.getByLabel("Status", { exact: true }).selectOption("Success (2xx)");
  await expect(page.getByText(UNAVAILABLE_MESSAGE)).toBeVisible();
  await page.unroute("**/requests?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Request log" }).getByRole("row")).toHaveCount(2);
});

test.describe("in America/New_York", () => {
  test.use({ timezoneId: "America/New_York" });

  test("request log times use the browser's time zone, also across daylight saving changes", async ({
    page,
    context,
    workspace,
    signInAndGoto,
  }) => {
    const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
    await signInAndGoto("agents");
    const travel = () =>
      context.addCookies([
        { name: "tz", value: "Asia%2FTokyo", url: `http://localhost:${process.env.PORT}` },
      ]);
    const path = `/${workspace.slug}/configure/api-keys/${key.id}`;
    const [from, to] = ["From", "To"].map((label) => page.getByLabel(label, { exact: true }));
    if (!from || !to) throw new Error("The fields are missing.");

    // Clocks skip from 01:59 to 03:00 that night, so 90 minutes by the clock are 30 minutes.
    await travel();
    await page.goto(`${path}?from=2026-03-08T06:30:00.000Z`);
    await expect(from).toHaveValue("2026-03-08T01:30");
    await to.fill("2026-03-08T03:00");
    await expect(page).toHaveURL(/from=2026-03-08T06%3A30%3A00.000Z&to=2026-03-08T07%3A00%3A00.000Z$/);
    await travel();
    await page.reload();
    await expect(from).toHaveValue("2026-03-08T01:30");
    await expect(to).toHaveValue("2026-03-08T03:00");

    // 01:30 occurs twice that night. A URL with the second one keeps it.
    await travel();
    await page.goto(`${path}?from=2026-11-01T06:30:00.000Z`);
    await expect(from).toHaveValue("2026-11-01T01:30");
    await to.fill("2026-11-01T02:30");
    await expect(page).toHaveURL(/from=2026-11-01T06%3A30%3A00.000Z&to=2026-11-01T07%3A30%3A00.000Z$/);
    // A typed one includes both.
    await to.fill("2026-11-01T01:45");
    await expect(page).toHaveURL(/&to=2026-11-01T06%3A45%3A00.000Z$/);
    await from.fill("2026-11-01T01:15");
    await expect(page).toHaveURL(/from=2026-11-01T05%3A15%3A00.000Z&/);

    await travel();
    await page.goto(`/${workspace.slug}/configure/api-keys`);
    await page.getByRole("link", { name: "CRM sync" }).focus();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("tooltip")).toHaveText(
      / America\/New_York \(E[DS]T\)$|America\/New_York \(GMT-[45]\)$/,
    );
  });
});
