import type { Page } from "playwright/test";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

const busy = { code: "UNAVAILABLE", message: "The service is busy.", fields: {} };

/** Answers reads under these addresses as a busy server does. */
const failWithUnavailable = (page: Page, addresses: string) =>
  page.route(addresses, (route) => route.fulfill({ status: 503, json: busy }));

test("query errors fit every width in both themes", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*\/data\//);
  const { key } = await makeKey(workspace.operator, { name: "Door" });
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto("configure/api-keys");
  await failWithUnavailable(page, "**/data/**");
  await page.getByRole("searchbox", { name: "Search keys" }).fill("some");
  await expect(page.getByRole("alert").filter({ hasText: busy.message }).first()).toBeVisible();
  await expectResponsive(page, "keys that could not be read");
  await page.unroute("**/data/**");
  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await failWithUnavailable(page, "**/data/**");
  await page.getByLabel("Status", { exact: true }).selectOption("Success (2xx)");
  await expect(page.getByRole("alert").filter({ hasText: busy.message }).first()).toBeVisible();
  await expectResponsive(page, "a log that could not be read");
});
