import type { Locator } from "playwright/test";
import { configureAgent } from "@/lib/agents/configure-agent";
import { logRequests, makeKey } from "@/lib/testing/fixtures";
import { openDialog } from "./dialogs";
import { expect, test } from "./fixtures";
import { openPanel } from "./steps";

/** What of an element is drawn where the system has colours of its own. */
const drawn = (element: Locator) =>
  element.evaluate((own) => {
    const { backgroundColor, color, textDecorationLine, borderTopWidth, outlineStyle, outlineWidth } =
      getComputedStyle(own);
    const outline = outlineStyle === "none" ? null : outlineWidth;
    return { backgroundColor, color, textDecorationLine, borderTopWidth, outline };
  });

test("in forced colours one sees where one is, what has the focus, and what is on", async ({
  page,
  stage,
  open,
}) => {
  const { uk } = stage.agents;
  await page.emulateMedia({ forcedColors: "active" });
  await configureAgent(stage.operator, { id: uk.id, metrics: { mode: "all" }, transcript: false });
  const { key } = await makeKey(stage.operator, { name: "Door" });
  await logRequests(stage.operator, key.id, [{}]);
  await open("configure/api-keys/configuration");
  const panel = await openPanel(page, uk.name);
  for (const name of ["All metrics", "Conversation transcript"]) {
    const [well, thumb] = await panel.getByRole("switch", { name }).evaluate((button) => {
      const colour = (element: Element | null) => element && getComputedStyle(element).backgroundColor;
      return [colour(document.body), colour(button.firstElementChild)];
    });
    expect(thumb, `the thumb of ${name}`).not.toBe(well);
  }
  const on = panel.getByRole("switch", { name: "All metrics" });
  const off = panel.getByRole("switch", { name: "Conversation transcript" });
  expect((await drawn(on.locator("span"))).backgroundColor, "a switch that is on").not.toBe(
    (await drawn(off.locator("span"))).backgroundColor,
  );

  const link = (name: string) => page.getByRole("link", { name, exact: true });
  expect(await drawn(link("API Keys")), "the link of the page that is open").not.toEqual(
    await drawn(link("Agents")),
  );
  await link("Agents").focus();
  await page.keyboard.press("Tab");
  await expect(link("Members")).toBeFocused();
  expect((await drawn(link("Members"))).outline).toBe("2px");

  await page.goto(`/${stage.slug}/configure/api-keys/${key.id}`);
  const segment = (name: string) => page.locator("label").filter({ has: page.getByRole("radio", { name }) });
  expect((await drawn(segment("7 days"))).backgroundColor, "the choice that holds").not.toBe(
    (await drawn(segment("24 hours"))).backgroundColor,
  );
  const { dialog } = await openDialog(page, { by: "Delete", title: "Delete Door?" });
  expect((await drawn(dialog)).borderTopWidth, "the edge of a dialog").toBe("1px");
  expect((await drawn(dialog.getByRole("button", { name: "Delete key" }))).borderTopWidth).toBe("1px");
  // axe reads the colours that the styles name, and not those that the system draws instead.
  await page.emulateMedia({ forcedColors: "none" });
});
