import { db } from "@/db/client/client";
import { selectMembers } from "@/db/queries/members";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { createUser } from "@/lib/features/members/create-user";
import { makeKey } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";
import { signInSecondBrowser } from "../support/second-browser";

test("duplicate names get distinct accessible labels", async ({
  page,
  workspace,
  signInAndGoto,
  anotherBrowser,
}) => {
  await makeKey(workspace.operator);
  const twin = await renameAgent(workspace.operator, { id: workspace.agents.spain.id, name: "Reception UK" });
  await signInAndGoto("agents");
  for (const slug of [workspace.agents.uk.slug, twin.slug]) {
    for (const what of ["Rename", "Runtime token of", "Delete"]) {
      await expect(
        page.getByRole("button", { name: `${what} Reception UK, ${slug}`, exact: true }),
      ).toHaveCount(1);
    }
  }
  await expect(page.getByRole("button", { name: "Delete Night desk", exact: true })).toHaveCount(1);

  await page.goto(`/${workspace.slug}/configure/api-keys`);
  await expect(page.getByLabel("Agent", { exact: true })).toContainText(`Reception UK, ${twin.slug}`);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await expect(page.getByRole("checkbox", { name: `Reception UK, ${twin.slug}`, exact: true })).toBeVisible();

  const email = `${workspace.slug}@example.com`;
  await createUser(workspace.operator, {
    email,
    name: "Ada Lovelace",
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await page.goto(`/${workspace.slug}/members`);
  await expect(page.getByRole("button", { name: `Remove Ada Lovelace, ${email}`, exact: true })).toHaveCount(
    1,
  );

  const ada = (await selectMembers(db(), workspace.operator.workspaceId)).find((one) => one.email !== email);
  for (let n = 0; n < 2; n++) await signInSecondBrowser(page, anotherBrowser, ada?.userId ?? "");
  await page.goto("/account");
  const ends = page.getByRole("button", { name: /^Sign out Chrome on Linux, signed in \d/ });
  await expect(ends).toHaveCount(2);
  const names = await ends.evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute("aria-label")),
  );
  expect(new Set(names).size).toBe(2);
});
