import { expect, test } from "../support/fixtures";
import { sendRequest, sessionCookie } from "../support/http";

test("changing the password keeps the user signed in and invalidates copies of the old session cookie", async ({
  page,
  signInAndGoto,
  context,
}) => {
  await signInAndGoto("agents", { hasPassword: false });
  await page.getByRole("link", { name: /^Your account/ }).click();
  const statusWith = async ({ header }: { header: string }) =>
    (await sendRequest("GET", "/account/data", { cookie: header })).status;
  let former = await sessionCookie(context);
  for (const [current, next] of [
    ["", "engines that weave algebra"],
    ["engines that weave algebra", "looms that reckon numbers"],
  ] as const) {
    if (current) await page.getByLabel("Current password").fill(current);
    await page.getByLabel("New password").fill(next);
    await page.getByRole("button", { name: "Save password" }).click();
    await expect(page.getByText("Saved the new password.")).toBeVisible();
    await expect(page.getByLabel("New password")).toHaveValue("");
    await expect(page.getByRole("heading", { name: "Change your password" })).toBeVisible();
    const session = await sessionCookie(context);
    expect(session).toMatchObject({ name: former.name, httpOnly: true, sameSite: "Lax", path: "/" });
    expect(await statusWith(former), "a copy of the old cookie").toBe(401);
    expect(await statusWith(session), "the browser's own").toBe(200);
    former = session;
  }
  await expect(page.getByRole("listitem").filter({ hasText: "This one" })).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Change your password" })).toBeVisible();
});
