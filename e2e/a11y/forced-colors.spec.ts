import type { Locator } from "playwright/test";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { makeKey, seedRequestLog } from "@/testing/fixtures";
import { openAgentPanel } from "../support/actions";
import { openDialog } from "../support/dialogs";
import { expect, test } from "../support/fixtures";

/** The styles of an element that are visible in forced-colors mode. */
const computedColors = (element: Locator) =>
  element.evaluate((own) => {
    const { backgroundColor, color, textDecorationLine, borderTopWidth, outlineStyle, outlineWidth } =
      getComputedStyle(own);
    const outline = outlineStyle === "none" ? null : outlineWidth;
    return { backgroundColor, color, textDecorationLine, borderTopWidth, outline };
  });

test("current page, focus and switch state are visible in forced-colors mode", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  const { uk } = workspace.agents;
  await page.emulateMedia({ forcedColors: "active" });
  await configureAgent(workspace.operator, { id: uk.id, metrics: { mode: "all" }, transcript: false });
  const { key } = await makeKey(workspace.operator, { name: "Door" });
  await seedRequestLog(workspace.operator, key.id, [{}]);
  await signInAndGoto("configure/api-keys/configuration");
  const panel = await openAgentPanel(page, uk.name);
  for (const name of ["All metrics", "Conversation transcript"]) {
    const [background, thumb] = await panel.getByRole("switch", { name }).evaluate((button) => {
      const color = (element: Element | null) => element && getComputedStyle(element).backgroundColor;
      return [color(document.body), color(button.firstElementChild)];
    });
    expect(thumb, `the thumb of ${name}`).not.toBe(background);
  }
  const on = panel.getByRole("switch", { name: "All metrics" });
  const off = panel.getByRole("switch", { name: "Conversation transcript" });
  expect((await computedColors(on.locator("span"))).backgroundColor, "a switch that is on").not.toBe(
    (await computedColors(off.locator("span"))).backgroundColor,
  );

  const link = (name: string) => page.getByRole("link", { name, exact: true });
  expect(await computedColors(link("API Keys")), "the link of the current page").not.toEqual(
    await computedColors(link("Agents")),
  );
  await link("Agents").focus();
  await page.keyboard.press("Tab");
  await expect(link("Members")).toBeFocused();
  expect((await computedColors(link("Members"))).outline).toBe("2px");

  await page.goto(`/${workspace.slug}/configure/api-keys/${key.id}`);
  const segment = (name: string) => page.locator("label").filter({ has: page.getByRole("radio", { name }) });
  expect((await computedColors(segment("7 days"))).backgroundColor, "the selected range").not.toBe(
    (await computedColors(segment("24 hours"))).backgroundColor,
  );
  const { dialog } = await openDialog(page, { triggerName: "Delete", title: "Delete Door?" });
  expect((await computedColors(dialog)).borderTopWidth, "the border of a dialog").toBe("1px");
  expect((await computedColors(dialog.getByRole("button", { name: "Delete key" }))).borderTopWidth).toBe(
    "1px",
  );
  // axe reads the colors of the styles, not those that the system draws instead.
  await page.emulateMedia({ forcedColors: "none" });
});
