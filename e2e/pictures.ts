import { addDays } from "date-fns";
import { importAll, logRequests, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

// The README's pictures, taken of the real pages: `npm run pictures`.
for (const theme of ["light", "dark"] as const) {
  test(`pictures in ${theme}`, async ({ page, stage, open }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1440, height: 760 });
    const take = (path: string) => page.screenshot({ path, fullPage: true });
    const inDays = (days: number) => addDays(new Date(), days).toISOString();
    const { uk, spain } = stage.agents;
    await importAll(stage.operator, uk.id, [
      { id: "CA1", metrics: { TOPIC: "booking", GUEST_MOOD: "glad" } },
    ]);
    const { key: reporting } = await makeKey(stage.operator, {
      name: "Reporting",
      permissions: ["conversations"],
      expiresAt: inDays(300),
    });
    await makeKey(stage.operator, {
      name: "Desk screen",
      agents: [uk.id, spain.id],
      permissions: ["handoff"],
      expiresAt: inDays(9),
    });
    await makeKey(stage.operator, {
      name: "Payments",
      agents: [uk.id],
      permissions: ["external_events"],
      expiresAt: inDays(60),
    });
    await open("configure/api-keys");
    await expect(page.getByRole("button", { name: "Edit Reporting" })).toBeVisible();
    await take(`docs/pictures/api-keys-${theme}.png`);
    await page.getByRole("button", { name: "API key", exact: true }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
    await page.getByRole("checkbox", { name: "Conversations data" }).check();
    await take(`docs/pictures/create-${theme}.png`);
    const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000);
    await logRequests(
      stage.operator,
      reporting.id,
      Array.from({ length: 160 }, (_, n) => ({
        at: hours((n * 7) % 24),
        status: n % 23 === 0 ? 429 : n % 41 === 0 ? 400 : 200,
        durationMs: 3 + ((n * 5) % 19),
        address: n % 3 === 0 ? "192.0.2.44" : "192.0.2.7",
      })),
    );
    await page.goto(`/${stage.slug}/configure/api-keys/${reporting.id}`);
    await expect(page.getByRole("table", { name: "Response log" })).toBeVisible();
    await page.getByRole("radio", { name: "24 hours" }).check();
    await expect(page.getByRole("img", { name: /Requests per hour/ })).toBeVisible();
    await take(`docs/pictures/key-${theme}.png`);
    await page.goto(`/${stage.slug}/configure/api-keys/configuration`);
    const trigger = page.getByRole("button", { name: /Reception UK/ });
    if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
    await take(`docs/pictures/configuration-${theme}.png`);
  });
}
