import type { Page } from "playwright/test";
import { transaction } from "@/db/client";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

/** Waits until the page rests, and tells what script it has asked for by then: kilobytes over the wire, and files. */
async function scriptOf(page: Page): Promise<{ kilobytes: number; files: number }> {
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const sizes = new Map(
      entries
        .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
        .map((entry) => [entry.name, entry.encodedBodySize]),
    );
    return { kilobytes: [...sizes.values()].reduce((sum, size) => sum + size, 0) / 1000, files: sizes.size };
  });
}

test("what a page needs to open is small: dialogs, checks and explanations come when they are asked for", async ({
  page,
  stage,
  open,
}) => {
  const { key } = await makeKey(stage.operator, { name: "CRM sync" });
  await logRequests(stage.operator, key.id, [{}]);
  await open("configure/api-keys", { apiKeysAccess: "edit" });
  await expect(page.getByRole("link", { name: "CRM sync" })).toBeVisible();
  const list = await scriptOf(page);
  // Next alone is 135.
  expect(list.kilobytes).toBeGreaterThan(100);
  expect(list.kilobytes, "API Keys").toBeLessThan(180);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "New API key" })).toBeVisible();
  expect((await scriptOf(page)).files, "with the dialog").toBeGreaterThan(list.files);

  await page.goto(`/${stage.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByRole("img", { name: /^Requests per day/ })).toBeVisible();
  expect((await scriptOf(page)).kilobytes, "a key's page, with its chart").toBeLessThan(215);

  await page.goto(`/${stage.slug}/configure/api-keys/configuration`);
  expect((await scriptOf(page)).kilobytes, "Configuration").toBeLessThan(190);

  await page.context().clearCookies();
  await page.goto("/sign-in");
  expect((await scriptOf(page)).kilobytes, "sign-in").toBeLessThan(170);
});

test("a key's chart is drawn by the server, at any width", async ({ page, stage, open }) => {
  const { key } = await makeKey(stage.operator, { name: "CRM sync" });
  await logRequests(stage.operator, key.id, [{}, { status: 404 }, { status: 503 }]);
  await open("configure/api-keys");
  const answer = await page.request.get(`/${stage.slug}/configure/api-keys/${key.id}`);
  const bars = /<div role="img" aria-label="Requests per day, last 7 days\. Served \(2xx\): 1, [^"]*"/;
  expect(await answer.text()).toMatch(bars);

  await page.goto(`/${stage.slug}/configure/api-keys/${key.id}`);
  const chart = page.getByRole("img", { name: /^Requests per day/ });
  const room = await chart.boundingBox();
  if (!room) throw new Error("The chart takes no room.");
  await page.mouse.move(room.x + room.width - 10, room.y + room.height / 2);
  await expect(chart.getByText("Refused (4xx): 1")).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(chart.getByText("Refused (4xx): 1")).toHaveCount(0);
});

test("the exact instant is told on hover and on focus; Escape puts it away", async ({
  page,
  stage,
  open,
  expectAccessible,
}) => {
  await makeKey(stage.operator, { name: "CRM sync" });
  await open("configure/api-keys");
  const created = page.getByRole("listitem").locator("time", { hasText: "Created" });
  const told = page.getByRole("tooltip");
  // What the pointer does before the page listens is lost on it.
  await page.waitForLoadState("networkidle");
  await created.hover();
  await expect(told).toHaveText(/^\d+ \w{3} \d{4}, \d\d:\d\d:\d\d Europe\/London/);
  await expectAccessible(page);
  await page.mouse.move(0, 0, { steps: 10 });
  await expect(told).toHaveCount(0);

  await page.getByRole("link", { name: "CRM sync" }).focus();
  await page.keyboard.press("Tab");
  await expect(created).toBeFocused();
  await expect(told).toBeVisible();
  await expect(created).toHaveAccessibleDescription(/Europe\/London/);
  await page.keyboard.press("Escape");
  await expect(told).toHaveCount(0);
  await expect(created).toBeFocused();
});

test("a page that the browser opens comes whole; one that a link leads to has a skeleton until it is there", async ({
  page,
  stage,
  open,
}) => {
  await makeKey(stage.operator, { name: "CRM sync" });
  await open("configure/api-keys/configuration");
  const list = `/${stage.slug}/configure/api-keys`;
  const first = await (await page.request.get(list)).text();
  expect(first).toContain("CRM sync");
  expect(first).not.toContain("Loading keys…");

  // Reads of keys wait for as long as this transaction lasts.
  await transaction(async (tx) => {
    await tx.execute("lock table api_keys in access exclusive mode");
    await page.getByRole("link", { name: "API Keys", exact: true }).click();
    await expect(page.getByText("Loading keys…")).toBeVisible();
  });
  await expect(page.getByRole("link", { name: "CRM sync" })).toBeVisible();
  await expect(page.getByText("Loading keys…")).toHaveCount(0);
});
