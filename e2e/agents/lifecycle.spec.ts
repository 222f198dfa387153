import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { makeKey, seedConversations } from "@/testing/fixtures";
import { expectAccessible } from "../support/audit";
import { callApi, expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

test("creates and renames an agent, and shows a new runtime token once, which replaces the previous one", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { token: previousToken } = await createRuntimeToken(workspace.operator, workspace.agents.uk.id);
  const startConversation = (token: string) =>
    fetch(`http://localhost:${process.env.PORT}/runtime/v1/conversations`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ environment: "live", channel: "CHAT" }),
    });
  expect((await startConversation(previousToken)).status).toBe(201);

  await signInAndGoto("agents");
  await page.getByRole("button", { name: "Agent", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Created “Concierge”.")).toBeVisible();
  await page.getByRole("button", { name: "Rename Concierge" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed to “Night concierge”.")).toBeVisible();

  await page.getByRole("button", { name: `Runtime token of ${workspace.agents.uk.name}` }).click();
  await expect(page.getByRole("alertdialog")).toContainText("This replaces the current token");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByText(/^art_/).textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await page.content()).not.toContain(token.slice(8));
  expect((await startConversation(token)).status).toBe(201);
  expect((await startConversation(previousToken)).status).toBe(401);
});

test("shows what will be deleted with an agent before deleting it", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk, spain } = workspace.agents;
  await seedConversations(workspace.operator, uk.id, [{ id: "CA1" }, { id: "CA2" }]);
  await seedConversations(workspace.operator, spain.id, [{ id: "CA3" }]);
  const allAgents = await makeKey(workspace.operator, { name: "Everything" });
  await makeKey(workspace.operator, { name: "Both desks", agents: [uk.id, spain.id] });
  await makeKey(workspace.operator, { name: "Only UK", agents: [uk.id] });

  await signInAndGoto("agents");
  await page.getByRole("button", { name: `Delete ${uk.name}` }).click();
  const dialog = page.getByRole("alertdialog", { name: `Delete ${uk.name}?` });
  await expect(dialog).toContainText("2 conversations will be deleted.");
  await expect(dialog.getByRole("list", { name: "Keys that lose access" }).getByRole("listitem")).toHaveText([
    "Both desks",
    "Only UK (no agents left)",
  ]);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `Delete ${uk.name}` })).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Delete agent" }).click();
  await expect(page.getByText(`Deleted “${uk.name}”.`)).toBeVisible();
  await expect(page.getByRole("button", { name: `Delete ${uk.name}` })).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Agents" })).toBeFocused();

  expect((await callApi(`/v3/${workspace.slug}/${uk.slug}/conversations`, allAgents.secret)).status).toBe(
    404,
  );
  const rest = await (await callApi("/v3/conversations", allAgents.secret)).json();
  expect(rest.conversations.map(({ id }: { id: string }) => id)).toEqual(["CA3"]);
  await page.getByRole("link", { name: "API Keys" }).click();
  const row = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: "Edit Only UK" }) });
  await expect(row).toContainText("No agents: the agents on this key were deleted");
  await expect(page.getByRole("button", { name: "Edit Everything" })).toBeVisible();
});

test("announces what will be deleted with an agent once it has loaded", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await signInAndGoto("agents");
  await page.getByRole("button", { name: `Delete ${workspace.agents.uk.name}` }).click();
  await expect(page.getByRole("alertdialog").getByRole("status")).toContainText("It has no conversations.");
});

test("shows and copies the workspace ID and slug on the Agents page", async ({
  page,
  workspace,
  signInAndGoto,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await signInAndGoto("agents", { role: "member" });
  const region = page.getByRole("region", { name: "Workspace" });
  await expect(region).toContainText(workspace.operator.workspaceId);
  await expect(region).toContainText(workspace.slug);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole("button", { name: "Copy workspace ID" }).click();
  await expect(page.getByText("Copied the workspace ID.")).toBeVisible();
  expect(await copied()).toBe(workspace.operator.workspaceId);
  await page.getByRole("button", { name: "Copy workspace slug" }).click();
  await expect(page.getByText("Copied the workspace slug.")).toBeVisible();
  expect(await copied()).toBe(workspace.slug);
  await expectResponsive(page, "the agents");
});
