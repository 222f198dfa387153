import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test("a key's expiry state updates as time passes, without another request", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const until = (left: number) => new Date(Date.now() + left).toISOString();
  const { key } = await makeKey(workspace.operator, { name: "Ending", expiresAt: until(30 * MINUTE) });
  await makeKey(workspace.operator, { name: "Ageing", expiresAt: until(14 * DAY + 30 * MINUTE) });
  await page.clock.install();
  await signInAndGoto("configure/api-keys");
  const row = (name: string) =>
    page
      .getByRole("list", { name: "API keys" })
      .getByRole("listitem")
      .filter({
        has: page.getByRole("link", { name }),
      });
  await expect(row("Ending").getByText("Expires soon", { exact: true })).toBeVisible();
  await expect(row("Ageing").getByText("Expires", { exact: true })).toBeVisible();
  const read: string[] = [];
  page.on("request", (request) => read.push(request.url()));
  await page.clock.fastForward(60 * MINUTE);
  await expect(row("Ending").getByText("Expired", { exact: true })).toBeVisible();
  await expect(row("Ageing").getByText("Expires soon", { exact: true })).toBeVisible();
  expect(read.filter((url) => url.includes("/data/"))).toEqual([]);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  await expect(page.getByRole("main").getByText("Expired", { exact: true })).toBeVisible();
});
