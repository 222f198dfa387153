import { seedConversations } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, revealedSecret, test } from "../support/fixtures";

test("creates a key with the keyboard alone, shows its secret once, and the key reads conversations", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await seedConversations(workspace.operator, workspace.agents.uk.id, [{ id: "CA-first" }]);
  await signInAndGoto("configure/api-keys");
  await expect(page.getByRole("heading", { name: "No keys yet" })).toBeVisible();
  await expectAccessible(page);

  const keyboard = page.keyboard;
  await page.getByRole("button", { name: "API key", exact: true }).focus();
  await keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();
  await expectAccessible(page);
  await keyboard.type("CRM sync");
  await keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "All agents" })).toBeFocused();
  await keyboard.press("ArrowDown");
  await keyboard.press("Tab");
  // The agent on v1 can't be selected, but the link to migrate it can be reached.
  await expect(page.getByRole("link", { name: "Migrate it first" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: "Recepción España" })).toBeFocused();
  await keyboard.press("Tab");
  await expect(page.getByRole("checkbox", { name: "Reception UK" })).toBeFocused();
  await keyboard.press("Space");
  await keyboard.press("Tab");
  await keyboard.press("Space");
  await expect(page.getByRole("checkbox", { name: "Conversations data" })).toBeChecked();
  await keyboard.press("Enter");

  await expect(page.getByRole("button", { name: "Copy key" })).toBeFocused();
  await expectAccessible(page);
  const secret = await revealedSecret(page);
  await keyboard.press("Enter");
  await expect(page.getByText("Key copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "API key", exact: true })).toBeFocused();

  const read = await callApi(`/v3/${workspace.slug}/${workspace.agents.uk.slug}/conversations`, secret);
  expect(read.status).toBe(200);
  expect((await read.json()).conversations.map(({ id }: { id: string }) => id)).toEqual(["CA-first"]);
  const other = await callApi(`/v3/${workspace.slug}/${workspace.agents.spain.slug}/conversations`, secret);
  expect(other.status).toBe(403);

  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "CRM sync" });
  await expect(row).toContainText("Reception UK");
  await expect(row).toContainText(`ask_${secret.slice(4, 8)}************${secret.slice(-4)}`);
  for (const again of ["reload", "back and forward"]) {
    if (again === "reload") await page.reload();
    else {
      await page.getByRole("link", { name: "Agents" }).click();
      await expect(page.getByRole("heading", { name: "Agents" })).toBeVisible();
      await page.goBack();
    }
    await expect(row).toBeVisible();
    expect(await page.content(), `the page after ${again}`).not.toContain(secret.slice(8, -4));
  }
});

test("shows validation errors at their fields and keeps the entered values", async ({
  page,
  signInAndGoto,
}) => {
  await signInAndGoto("configure/api-keys");
  const create = page.getByRole("button", { name: "Create", exact: true });
  const createKey = async (name: string) => {
    await page.getByRole("button", { name: "API key", exact: true }).click();
    await page.getByRole("textbox", { name: "Name" }).fill(name);
    await page.getByRole("checkbox", { name: "Handoff" }).check();
    await create.click();
  };
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await create.click();
  await expect(page.getByText("Enter a name.")).toBeVisible();
  await expect(page.getByText("Select at least one permission.")).toBeVisible();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await create.click();
  await expect(page.getByText("Select at least one agent, or all agents.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "Night desk" })).toBeDisabled();
  await page.getByRole("textbox", { name: "Name" }).fill("\u200b");
  await expect(page.getByText("Enter a name with visible characters.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await createKey("Till");
  await page.getByRole("button", { name: "Done with Till" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await createKey("\u00a0TILL\u200b ");
  await expect(page.getByText("A key with this name already exists. Use a different name.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("\u00a0TILL\u200b ");
  await expect(page.getByRole("checkbox", { name: "Handoff" })).toBeChecked();
});
