import { configureAgent } from "@/lib/agents/configure-agent";
import { expect, test } from "./fixtures";
import { openPanel } from "./steps";

test.use({ contextOptions: { forcedColors: "active" } });

test("in forced colours a switch that is on shows that it is", async ({ page, stage, open }) => {
  const { uk } = stage.agents;
  const { id } = uk;
  await configureAgent(stage.operator, { id, metrics: { mode: "all" }, transcript: false });
  await open("configure/api-keys/configuration");
  const panel = await openPanel(page, uk.name);
  for (const name of ["All metrics", "Conversation transcript"]) {
    const [well, thumb] = await panel.getByRole("switch", { name }).evaluate((button) => {
      const colour = (element: Element | null) => element && getComputedStyle(element).backgroundColor;
      return [colour(document.body), colour(button.firstElementChild)];
    });
    expect(thumb, `the thumb of ${name}`).not.toBe(well);
  }
});
