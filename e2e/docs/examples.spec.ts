import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { createAgent } from "@/lib/features/agents/create-agent";
import { createUser } from "@/lib/features/members/create-user";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { expect, test } from "../support/fixtures";
import { expectResponsive } from "../support/responsive";

const SAMPLE_VALUES = /localhost:3000|harbour-hotels|front-desk-uk/;

test("a signed-out reader sees this server's URL and highlighted placeholders", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/quickstart");
  const origin = new URL(page.url()).origin;
  const curl = page.getByRole("group", { name: "Code 2: curl" });
  await expect(curl).toContainText(`${origin}/v3/YOUR_WORKSPACE/YOUR_AGENT/conversations?limit=2`);
  await expect(curl.locator("mark")).toHaveText(["YOUR_WORKSPACE", "YOUR_AGENT"]);
  await expect(page.getByRole("main")).not.toContainText(SAMPLE_VALUES);
  await page.getByRole("button", { name: "Copy code 2" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await curl.innerText());
  await expectResponsive(page, "the quickstart of a signed-out reader");

  await page.getByRole("main").getByRole("link", { name: "sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fdocs%2Fquickstart$/);
});

test("a signed-in reader sees their own workspace and agent in the examples and can switch them", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const slug = `${workspace.slug}-2`;
  await signInAndGoto("agents");
  await expect(page.getByRole("heading", { level: 1, name: "Agents" })).toBeVisible();
  const { id } = await createWorkspace(workspace.operator, { name: "Mountain Lodges", slug });
  const there = { ...workspace.operator, workspaceId: id };
  const lodge = await createAgent(there, { name: "Lodge desk", conversationsApi: "v3" });
  const [ada] = await selectMembers(db(), workspace.operator.workspaceId);
  const access = { role: "member", apiKeysAccess: "none", configurationAccess: "none" } as const;
  await createUser(there, { email: ada?.email ?? "", name: "Ada Lovelace", ...access });

  // The last visited workspace, and an agent on Conversations v3.
  await page.goto("/docs/quickstart");
  const curl = page.getByRole("group", { name: "Code 2: curl" });
  const listUrl = (workspace: string, agent: string) =>
    `${new URL(page.url()).origin}/v3/${workspace}/${agent}/conversations`;
  const { spain, uk } = workspace.agents;
  await expect(curl).toContainText(listUrl(workspace.slug, spain.slug));
  await page.getByRole("combobox", { name: "Agent in the examples" }).selectOption(uk.name);
  await expect(curl).toContainText(listUrl(workspace.slug, uk.slug));
  await expect(page.getByRole("option", { name: workspace.agents.old.name })).toHaveCount(0);
  await expectResponsive(page, "the quickstart of a signed-in reader");

  // Other pages keep the selection.
  for (const other of ["pagination", "external-events", "migration", "typescript-client"]) {
    await page.goto(`/docs/${other}`);
    await expect(page.getByRole("main")).toContainText(uk.slug);
    await expect(page.getByRole("main")).not.toContainText(SAMPLE_VALUES);
    await expect(page.getByRole("main")).not.toContainText(/YOUR_(WORKSPACE|AGENT)/);
  }
  await page.getByRole("combobox", { name: "Workspace in the examples" }).selectOption("Mountain Lodges");
  await expect(page.getByRole("main")).toContainText(lodge.slug);
  await page.goto("/docs/api");
  await page.getByRole("button", { name: /List one agent's conversations$/ }).click();
  await page.getByRole("button", { name: "Try it out" }).click();
  await expect(page.getByRole("textbox", { name: "account_id" })).toHaveValue(slug);
  await expect(page.getByRole("textbox", { name: "project_id" })).toHaveValue(lodge.slug);
});

test("copies a code block exactly as it is written in the file", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/docs/external-events");
  const code = await page.getByRole("group", { name: /^Code 2:/ }).innerText();
  await page.getByRole("button", { name: "Copy code 2" }).click();
  await expect(page.getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});
