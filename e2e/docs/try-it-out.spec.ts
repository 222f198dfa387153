import { makeKey, seedConversations } from "@/testing/fixtures";
import { recordThirdPartyRequests } from "../support/docs";
import { expect, test } from "../support/fixtures";

for (const colorScheme of ["light", "dark"] as const) {
  test(`sends a request with a key from the API reference in ${colorScheme}`, async ({
    page,
    workspace,
    context,
    expectAccessible,
  }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    test.slow();
    const asked = recordThirdPartyRequests(page);
    await seedConversations(workspace.operator, workspace.agents.uk.id, [{ id: `tried-${workspace.slug}` }]);
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
    const answered = page.waitForResponse(/\/v3\/.*\/conversations\?/);
    await page.getByRole("button", { name: "Execute" }).click();
    expect((await answered).status()).toBe(200);
    await expect(page.getByRole("row", { name: /^200 Response body/ })).toBeVisible();
    await expect(page.getByText(`"id": "tried-${workspace.slug}"`)).toBeVisible();
    // The key is masked on the screen, and copied as it is.
    await expect(page.getByText(/^curl -X 'GET'[\s\S]*x-api-key: \*{12}'$/)).toBeVisible();
    await expect(page.getByRole("main")).not.toContainText(secret.slice(4));
    await page.getByRole("button", { name: "Copy curl, with the key" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`x-api-key: ${secret}'`);
    await page.getByRole("button", { name: "Hand the call off" }).click();
    await page.getByRole("button", { name: "Try it out" }).click();
    await expect(page.getByRole("textbox", { name: "Request body" })).toBeVisible();
    await expectAccessible(page);
    expect(asked, "what was asked of others").toEqual([]);

    // Without the operation in the address that was open last.
    await page.goto("/docs/api");
    await page.getByRole("button", { name: "Authorize", exact: true }).click();
    await expect(dialog.getByRole("textbox").first(), "a key that was forgotten").toHaveValue("");
  });
}
