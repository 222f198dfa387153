import { inviteMember } from "@/lib/features/members/invite-member";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { expect, test } from "../support/fixtures";

test("the initial HTML of every page contains its first rows", async ({ page, workspace, signInAndGoto }) => {
  const { uk, spain, old } = workspace.agents;
  const { key } = await makeKey(workspace.operator, { name: "Lobby screen" });
  await seedRequestLog(workspace.operator, key.id, [{ path: "/v3/from-the-log", address: "192.0.2.99" }]);
  const guest = `guest-${workspace.slug}@example.com`;
  const access = { role: "member", apiKeysAccess: "read", configurationAccess: "none" } as const;
  await inviteMember(workspace.operator, { email: guest, ...access });
  await signInAndGoto("agents");
  const rows: Record<string, string[]> = {
    "configure/api-keys": ["Lobby screen", key.masked],
    [`configure/api-keys/${key.id}`]: ["Lobby screen", "/v3/from-the-log", "192.0.2.99"],
    "configure/api-keys/configuration": [uk.name, spain.name, old.name],
    agents: [uk.slug, spain.slug, old.slug],
    members: ["Ada Lovelace", guest],
    audit: ["Lobby screen", "created the key", guest],
  };
  for (const [path, texts] of Object.entries(rows)) {
    const html = await (await page.request.get(`/${workspace.slug}/${path}`)).text();
    // The data for hydration is in scripts and is not visible.
    const painted = html.replace(/<script\b[^>]*>.*?<\/script>/gs, "");
    for (const text of texts) expect(painted, `${text} in the initial HTML of ${path}`).toContain(text);
    expect(painted, path).not.toMatch(/Loading (keys|requests|agents|entries)…/);
  }
});
