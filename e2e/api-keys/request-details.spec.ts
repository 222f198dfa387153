import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("request details show every field, and older requests load on demand", async ({
  page,
  workspace,
  signInAndGoto,
  context,
  expectAccessible,
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
  await expect(dialog).toContainText("503: failed");
  await expect(dialog).toContainText("correlation-0");
  await expect(dialog).toContainText("192.0.2.7");
  await expect(dialog).toContainText("12 ms");
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(log.getByRole("button", { name: /, details$/ }).first()).toBeFocused();
});
