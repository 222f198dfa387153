import { addDays } from "date-fns";
import { makeKey, seedConversations, seedRequestLog } from "@/testing/fixtures";
import { openAgentPanel } from "./actions";
import { expect, test } from "./fixtures";

// Takes the README screenshots: `npm run screenshots`.
for (const theme of ["light", "dark"] as const) {
  test(`README screenshots in ${theme}`, async ({ page, workspace, signInAndGoto }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1440, height: 760 });
    const take = (path: string) => page.screenshot({ path, fullPage: true });
    const inDays = (days: number) => addDays(new Date(), days).toISOString();
    const { uk, spain } = workspace.agents;
    await seedConversations(workspace.operator, uk.id, [
      { id: "CA1", metrics: { TOPIC: "booking", GUEST_MOOD: "glad" } },
    ]);
    const { key: reporting } = await makeKey(workspace.operator, {
      name: "Reporting",
      permissions: ["conversations"],
      expiresAt: inDays(300),
    });
    await makeKey(workspace.operator, {
      name: "Desk screen",
      agents: [uk.id, spain.id],
      permissions: ["handoff"],
      expiresAt: inDays(9),
    });
    await makeKey(workspace.operator, {
      name: "Payments",
      agents: [uk.id],
      permissions: ["external_events"],
      expiresAt: inDays(60),
    });
    await signInAndGoto("configure/api-keys");
    await expect(page.getByRole("button", { name: "Edit Reporting" })).toBeVisible();
    await take(`docs/screenshots/api-keys-${theme}.png`);
    await page.getByRole("button", { name: "API key", exact: true }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
    await page.getByRole("checkbox", { name: "Conversations data" }).check();
    await take(`docs/screenshots/create-${theme}.png`);
    const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000);
    await seedRequestLog(
      workspace.operator,
      reporting.id,
      Array.from({ length: 160 }, (_, n) => ({
        at: hours((n * 7) % 24),
        status: n % 23 === 0 ? 429 : n % 41 === 0 ? 400 : 200,
        durationMs: 3 + ((n * 5) % 19),
        address: n % 3 === 0 ? "192.0.2.44" : "192.0.2.7",
      })),
    );
    await page.goto(`/${workspace.slug}/configure/api-keys/${reporting.id}`);
    await expect(page.getByRole("table", { name: "Request log" })).toBeVisible();
    await page.getByRole("radio", { name: "24 hours" }).check();
    await expect(page.getByRole("img", { name: /Requests per hour/ })).toBeVisible();
    await take(`docs/screenshots/key-${theme}.png`);
    await page.goto(`/${workspace.slug}/configure/api-keys/configuration`);
    await openAgentPanel(page, "Reception UK");
    await take(`docs/screenshots/configuration-${theme}.png`);
  });
}
