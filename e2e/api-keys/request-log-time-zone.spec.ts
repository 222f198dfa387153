import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

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
    context.addCookies([{ name: "tz", value: "Asia%2FTokyo", url: `http://localhost:${process.env.PORT}` }]);
  const path = `/${workspace.slug}/configure/api-keys/${key.id}`;
  const [from, to] = ["From", "To"].map((label) => page.getByLabel(label, { exact: true }));
  if (!from || !to) throw new Error("The fields are missing.");

  // Clocks go from 01:59 to 03:00 on that night: an hour and a half by the clock is half an hour.
  await travel();
  await page.goto(`${path}?from=2026-03-08T06:30:00.000Z`);
  await expect(from).toHaveValue("2026-03-08T01:30");
  await to.fill("2026-03-08T03:00");
  await expect(page).toHaveURL(/from=2026-03-08T06%3A30%3A00.000Z&to=2026-03-08T07%3A00%3A00.000Z$/);
  await travel();
  await page.reload();
  await expect(from).toHaveValue("2026-03-08T01:30");
  await expect(to).toHaveValue("2026-03-08T03:00");

  // 01:30 comes twice on this one: an address that means the second keeps it.
  await page.goto(`${path}?from=2026-11-01T06:30:00.000Z`);
  await expect(from).toHaveValue("2026-11-01T01:30");
  await to.fill("2026-11-01T02:30");
  await expect(page).toHaveURL(/from=2026-11-01T06%3A30%3A00.000Z&to=2026-11-01T07%3A30%3A00.000Z$/);

  await travel();
  await page.goto(`/${workspace.slug}/configure/api-keys`);
  await page.getByRole("link", { name: "CRM sync" }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("tooltip")).toHaveText(
    / America\/New_York \(E[DS]T\)$|America\/New_York \(GMT-[45]\)$/,
  );
});
