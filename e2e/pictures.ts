import { addDays } from "date-fns";
import { importAll, makeKey } from "@/lib/testing/fixtures";
import { expect, test } from "./fixtures";

// The README's pictures, taken of the real pages: `npm run pictures`.
for (const theme of ["light", "dark"] as const) {
  test(`pictures in ${theme}`, async ({ page, stage, open }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width: 1440, height: 760 });
    const inDays = (days: number) => addDays(new Date(), days).toISOString();
    const { uk, spain } = stage.agents;
    await importAll(stage.operator, uk.id, [
      { id: "CA1", metrics: { TOPIC: "booking", GUEST_MOOD: "glad" } },
    ]);
    await makeKey(stage.operator, {
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
    await page.screenshot({ path: `docs/pictures/api-keys-${theme}.png` });
    await page.getByRole("button", { name: "API key", exact: true }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("CRM sync");
    await page.getByRole("checkbox", { name: "Conversations data" }).check();
    await page.screenshot({ path: `docs/pictures/create-${theme}.png` });
    await page.goto(`/${stage.slug}/configure/api-keys/configuration`);
    const trigger = page.getByRole("button", { name: /Reception UK/ });
    if ((await trigger.getAttribute("aria-expanded")) === "false") await trigger.click();
    await page.screenshot({ path: `docs/pictures/configuration-${theme}.png`, fullPage: true });
  });
}
