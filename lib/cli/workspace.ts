import type { Command } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { createWorkspaceInput } from "@/lib/features/workspaces/contract";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { operator, run } from "./run";

/** `studio workspace …` */
export function workspaceCommands(program: Command): void {
  const workspace = program.command("workspace").description("Workspaces: the tenants of this installation");

  workspace
    .command("create")
    .description("Make a workspace")
    .requiredOption("--name <name>", "what people call it")
    .option("--slug <slug>", "its part of addresses; made from the name when left out")
    .option("--json", "print one JSON value: {id, slug, name}")
    .addHelpText("after", '\nExample: studio workspace create --name "Harbour Hotels" --slug harbour')
    .action((options) =>
      run(options, async () => {
        const made = await createWorkspace(operator(), parseInput(createWorkspaceInput, options));
        return { json: made, text: `Made the workspace ${made.name}: ${made.id}, slug ${made.slug}.` };
      }),
    );
}
