import { createAgent } from "@/lib/features/agents/create-agent";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { expect, test } from "../support/fixtures";
import { respondUnavailable, UNAVAILABLE_MESSAGE } from "../support/unavailable";

test("a load-more error is shown below the rows, and retry requests only the missing page", async ({
  page,
  workspace,
  signInAndGoto,
  expectConsoleError,
}) => {
  expectConsoleError(/status of 503 .*[?&]cursor=/);
  const { key } = await makeKey(workspace.operator);
  const now = Date.now();
  await seedRequestLog(
    workspace.operator,
    key.id,
    Array.from({ length: 60 }, (_, index) => ({ at: new Date(now - index * 60_000) })),
  );
  for (let n = 0; n < 60; n++)
    await createAgent(workspace.operator, { name: `Desk ${n}`, conversationsApi: "v3" });
  await signInAndGoto("agents");

  const lists = [
    {
      path: `configure/api-keys/${key.id}`,
      button: "Show more",
      rows: page.getByRole("table").getByRole("row"),
      first: 51,
      all: 61,
    },
    {
      path: "audit",
      button: "Show more entries",
      rows: page.getByRole("list", { name: "Audit entries" }).getByRole("listitem"),
      first: 50,
      all: 66,
    },
  ];
  for (const { path, button, rows, first, all } of lists) {
    await page.goto(`/${workspace.slug}/${path}`);
    await expect(rows).toHaveCount(first);
    const failedRequests: string[] = [];
    let busy = true;
    await page.route(/\/data\/.*cursor=/, (route) => {
      failedRequests.push(route.request().url());
      return busy ? respondUnavailable(route) : route.continue();
    });
    await page.getByRole("button", { name: button }).press("Enter");
    const notice = page.getByRole("alert").filter({ hasText: UNAVAILABLE_MESSAGE });
    await expect(notice).toBeVisible();
    const [noticeBox, lastRowBox] = [await notice.boundingBox(), await rows.last().boundingBox()];
    expect(
      noticeBox && lastRowBox && noticeBox.y > lastRowBox.y,
      `${path}: the notice is below the rows`,
    ).toBe(true);
    await expectAccessible(page);
    busy = false;
    failedRequests.length = 0;
    const reads: string[] = [];
    page.on("request", (request) => {
      if (/\/data\/.*(requests|audit)\?/.test(request.url())) reads.push(request.url());
    });
    await notice.getByRole("button", { name: "Try again" }).press("Enter");
    await expect(rows).toHaveCount(all);
    expect(reads, "requests only the missing page").toEqual(failedRequests);
    await expect(rows.nth(first)).toBeFocused();
    await page.unroute(/\/data\/.*cursor=/);
    page.removeAllListeners("request");
  }
});
