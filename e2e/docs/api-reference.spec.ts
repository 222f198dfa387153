import { importConversations } from "@/lib/features/conversations/import-conversations";
import { makeKey } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { recordThirdPartyRequests } from "../support/docs";
import { expect, test } from "../support/fixtures";

for (const colorScheme of ["light", "dark"] as const) {
  test(`sends a request with a key from the API reference in ${colorScheme}`, async ({
    page,
    workspace,
    context,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    test.slow();
    const thirdPartyRequests = recordThirdPartyRequests(page);
    const tried = `{"id":"tried-${workspace.slug}","environment":"live","started_at":"2026-09-01T10:00:00Z","channel":"CHAT","in_progress":false,"state":{"order":12345678901234567890}}`;
    await importConversations(workspace.operator, workspace.agents.uk.id, [tried]);
    const { secret } = await makeKey(workspace.operator);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/docs/api");
    await page.getByRole("button", { name: "Authorize", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Authorize" });
    await expect(dialog).toBeFocused();
    await expectAccessible(page);
    await dialog.getByRole("textbox").first().fill(secret);
    await dialog.getByRole("button", { name: "Apply credentials" }).first().click();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);

    await page.getByRole("button", { name: /List one agent's conversations$/ }).click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await page.getByRole("textbox", { name: "account_id" }).fill(workspace.slug);
    await page.getByRole("textbox", { name: "project_id" }).fill(workspace.agents.uk.slug);
    await page.getByRole("textbox", { name: "limit" }).fill("1");
    const responded = page.waitForResponse(/\/v3\/.*\/conversations\?/);
    await page.getByRole("button", { name: "Execute" }).click();
    expect((await responded).status()).toBe(200);
    await expect(page.getByRole("row", { name: /^200 Response body/ })).toBeVisible();
    await expect(page.getByText(`"id": "tried-${workspace.slug}"`)).toBeVisible();
    await expect(page.getByText('"order": 12345678901234567890')).toBeVisible();
    // The key is masked on the screen, and copied as it is.
    await expect(page.getByText(/^curl -X 'GET'[\s\S]*x-api-key: \*{12}'$/)).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText(secret.slice(4));
    await page.getByRole("button", { name: "Copy curl, with the key" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`x-api-key: ${secret}'`);
    await page.getByRole("button", { name: "Hand the call off" }).click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await expect(page.getByRole("textbox", { name: "Request body" })).toBeVisible();
    await expectAccessible(page);
    expect(thirdPartyRequests, "third-party requests").toEqual([]);

    // The URL without the fragment of the last open operation.
    await page.goto("/docs/api");
    await page.getByRole("button", { name: "Authorize", exact: true }).click();
    await expect(dialog.getByRole("textbox").first(), "the discarded key").toHaveValue("");
  });
}

test("shows an error when the OpenAPI document fails to load, and retry loads the reference", async ({
  page,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_FAILED .*\/openapi\.json$/);
  await page.route("**/openapi.json", (route) => route.abort());
  await page.goto("/docs/api");
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toBeVisible();
  await expectAccessible(page);
  await page.unroute("**/openapi.json");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Operations" })).toBeVisible();
  await expect(page.getByRole("alert").filter({ hasText: "could not be loaded" })).toHaveCount(0);
});
