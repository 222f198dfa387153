import type { Page } from "playwright/test";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { expectToFit } from "./fit";
import { expect, test } from "./fixtures";

const busy = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };

/** Answers reads under these addresses as a busy server does. */
const refuse = (page: Page, addresses: string) =>
  page.route(addresses, (route) => route.fulfill({ status: 503, json: busy }));

test("reads that failed are told in every width and both themes", async ({ page, stage, open, provoke }) => {
  provoke(/status of 503 .*\/data\//);
  const { key } = await makeKey(stage.operator, { name: "Door" });
  await logRequests(stage.operator, key.id, [{}]);
  await open("configure/api-keys");
  await refuse(page, "**/data/**");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
  await expect(page.getByRole("alert").filter({ hasText: busy.message }).first()).toBeVisible();
  await expectToFit(page, "keys that could not be read");
  await page.unroute("**/data/**");
  await page.goto(`/${stage.slug}/configure/api-keys/${key.id}`);
  await refuse(page, "**/data/**");
  await page.getByLabel("Status", { exact: true }).selectOption("Served (2xx)");
  await expect(page.getByRole("alert").filter({ hasText: busy.message }).first()).toBeVisible();
  await expectToFit(page, "a log that could not be read");
});
