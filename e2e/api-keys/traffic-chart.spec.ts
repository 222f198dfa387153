import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("the traffic chart is rendered on the server and shows values on hover", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { key } = await makeKey(workspace.operator, { name: "CRM sync" });
  await seedRequestLog(workspace.operator, key.id, [{}, { status: 404 }, { status: 503 }]);
  await signInAndGoto("configure/api-keys");
  const answer = await page.request.get(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const bars = /<div role="img" aria-label="Requests per day, last 7 days\. Served \(2xx\): 1, [^"]*"/;
  expect(await answer.text()).toMatch(bars);

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const chart = page.getByRole("img", { name: /^Requests per day/ });
  const room = await chart.boundingBox();
  if (!room) throw new Error("The chart takes no room.");
  await page.mouse.move(room.x + room.width - 10, room.y + room.height / 2);
  await expect(chart.getByText("Refused (4xx): 1")).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(chart.getByText("Refused (4xx): 1")).toHaveCount(0);
});
