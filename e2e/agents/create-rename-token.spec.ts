import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { expect, test } from "../support/fixtures";

test("creates and renames an agent and issues a runtime token that is shown once and replaces the previous one", async ({
  page,
  workspace,
  signInAndGoto,
  expectAccessible,
}) => {
  const { token: before } = await createRuntimeToken(workspace.operator, workspace.agents.uk.id);
  const start = (token: string) =>
    fetch(`http://localhost:${process.env.PORT}/runtime/v1/conversations`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ environment: "live", channel: "CHAT" }),
    });
  expect((await start(before)).status).toBe(201);

  await signInAndGoto("agents");
  await page.getByRole("button", { name: "Agent", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Created Concierge.")).toBeVisible();
  await page.getByRole("button", { name: "Rename Concierge" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night concierge");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Renamed to Night concierge.")).toBeVisible();

  await page.getByRole("button", { name: `Runtime token of ${workspace.agents.uk.name}` }).click();
  await expect(page.getByRole("alertdialog")).toContainText("refused from now on");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByText(/^art_/).textContent()) ?? "";
  await expectAccessible(page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close anyway" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await page.content()).not.toContain(token.slice(8));
  expect((await start(token)).status).toBe(201);
  expect((await start(before)).status).toBe(401);
});
