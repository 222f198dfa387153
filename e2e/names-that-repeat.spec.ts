import { reader } from "@/db/client";
import { selectMembers } from "@/db/queries/people";
import { renameAgent } from "@/lib/agents/rename-agent";
import { createUser } from "@/lib/members/create-user";
import { makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";
import { signInElsewhere } from "./sign-in-elsewhere-steps";

test("where names repeat, what acts on one of them says which", async ({
  page,
  stage,
  open,
  anotherBrowser,
}) => {
  await makeKey(stage.operator);
  const twin = await renameAgent(stage.operator, { id: stage.agents.spain.id, name: "Reception UK" });
  await open("agents");
  for (const slug of [stage.agents.uk.slug, twin.slug]) {
    for (const what of ["Rename", "Runtime token of", "Delete"]) {
      await expect(
        page.getByRole("button", { name: `${what} Reception UK, ${slug}`, exact: true }),
      ).toHaveCount(1);
    }
  }
  await expect(page.getByRole("button", { name: "Delete Night desk", exact: true })).toHaveCount(1);

  await page.goto(`/${stage.slug}/configure/api-keys`);
  await expect(page.getByLabel("Agent", { exact: true })).toContainText(`Reception UK, ${twin.slug}`);
  await page.getByRole("button", { name: "API key", exact: true }).click();
  await page.getByRole("radio", { name: "Selected agents" }).check();
  await expect(page.getByRole("checkbox", { name: `Reception UK, ${twin.slug}`, exact: true })).toBeVisible();

  const email = `${stage.slug}@example.com`;
  await createUser(stage.operator, {
    email,
    name: "Ada Story",
    role: "member",
    apiKeysAccess: "read",
    configurationAccess: "read",
  });
  await page.goto(`/${stage.slug}/members`);
  await expect(page.getByRole("button", { name: `Remove Ada Story, ${email}`, exact: true })).toHaveCount(1);

  const ada = (await selectMembers(reader(), stage.operator.workspaceId)).find((one) => one.email !== email);
  for (let n = 0; n < 2; n++) await signInElsewhere(page, anotherBrowser, ada?.userId ?? "");
  await page.goto("/account");
  const ends = page.getByRole("button", { name: /^End the session of Chrome on Linux, signed in \d/ });
  await expect(ends).toHaveCount(2);
  const names = await ends.evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute("aria-label")),
  );
  expect(new Set(names).size).toBe(2);
});
