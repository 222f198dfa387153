import { createAgent } from "@/lib/features/agents/create-agent";
import { expect, test } from "../support/fixtures";

test("the Migrate link in the agent list opens that agent's configuration panel", async ({
  page,
  workspace,
  signInAndGoto,
}) => {
  await createAgent(workspace.operator, { name: "Zermatt", conversationsApi: "v1" });
  await signInAndGoto("agents");
  const row = page.getByRole("list", { name: "Agents" }).getByRole("listitem").filter({ hasText: "Zermatt" });
  await row.getByRole("link", { name: "Migrate" }).click();
  const trigger = page.getByRole("button", { name: /^Zermatt/ });
  await expect(trigger).toBeFocused();
  const panel = page.getByRole("region", { name: /^Zermatt/ });
  await expect(panel.getByRole("button", { name: "Migrate to v3" })).toBeInViewport();
  await expect(page.getByRole("button", { name: /^Night desk/ })).toHaveAttribute("aria-expanded", "false");
});
