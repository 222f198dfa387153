import type { Command } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { createWorkspaceInput } from "@/lib/features/workspaces/contract";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { listWorkspaces } from "@/lib/features/workspaces/list-workspaces";
import { listOutput } from "./output";
import { sentence } from "./printable";
import { operator, type Run } from "./run";

/** `studio workspace …` */
export function workspaceCommands(program: Command, run: Run): void {
  const workspace = program.command("workspace").description("The workspaces of this installation");

  workspace
    .command("create")
    .description("Create a workspace")
    .requiredOption("--name <name>", "the display name")
    .option("--slug <slug>", "used in URLs; derived from the name by default")
    .option("--json", "print one JSON value: {id, slug, name}")
    .addHelpText("after", '\nExample: studio workspace create --name "Harbour Hotels" --slug harbour-hotels')
    .action((options) =>
      run(options, async () => {
        const created = await createWorkspace(operator(), parseInput(createWorkspaceInput, options));
        return {
          json: created,
          text: sentence`Created workspace ${created.name}: ID ${created.id}, slug ${created.slug}.`,
        };
      }),
    );

  workspace
    .command("list")
    .description("List the workspaces by name")
    .option("--json", "print one JSON value: {workspaces: [{id, slug, name}]}")
    .addHelpText("after", "\nExample: studio workspace list")
    .action((options) =>
      run(options, async () =>
        listOutput({
          name: "workspaces",
          pages: [await listWorkspaces(operator())],
          header: ["ID", "SLUG", "NAME"],
          toRow: ({ id, slug, name }) => [id, slug, name],
          empty: "No workspaces yet.",
        }),
      ),
    );
}
