import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { createAgentInput } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { listAgents } from "@/lib/features/agents/list-agents";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { agentChangeCommands } from "./agent-change";
import { agentResponseCommands } from "./agent-responses";
import { findAgent } from "./options";
import { listOutput } from "./output";
import { sentence } from "./printable";
import { operatorActor, type Run } from "./run";

/** `studio agent …` */
export function agentCommands(program: Command, run: Run): void {
  const agent = program.command("agent").description("Agents and the contents of their API responses");

  agent
    .command("create")
    .description(
      "Create an agent; its API responses include no metrics and no transcript until you configure it",
    )
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--name <name>", "the display name")
    .option("--slug <slug>", "used in URLs; derived from the name by default")
    .addOption(
      new Option(
        "--conversations-api <version>",
        "v1 is retired: the API does not serve such an agent until you migrate it",
      )
        .choices(["v1", "v3"])
        .default("v3"),
    )
    .option("--json", "print one JSON value: {id, slug, name, conversationsApi, createdAt}")
    .addHelpText("after", '\nExample: studio agent create --workspace harbour-hotels --name "Front desk UK"')
    .action((options) =>
      run(options, async () => {
        const created = await createAgent(
          await operatorActor(options.workspace),
          parseInput(createAgentInput, options),
        );
        return {
          json: created,
          text: sentence`Created agent ${created.name}: ID ${created.id}, slug ${created.slug}.`,
        };
      }),
    );

  agent
    .command("token")
    .description(
      "Create a runtime token for an agent and print it once; the previous token stops working immediately",
    )
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .option("--json", "print one JSON value: {id, token}")
    .addHelpText("after", "\nExample: studio agent token --workspace harbour-hotels --agent front-desk-uk")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { id } = await findAgent(actor, options.agent);
        const created = await createRuntimeToken(actor, id);
        return {
          json: created,
          text: `Runtime token of ${created.id}. Copy it now: it is not shown again.\n${created.token}`,
        };
      }),
    );

  agent
    .command("list")
    .description("List the agents of a workspace by name")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--json", "print one JSON value: {agents: [{id, slug, name, conversationsApi, createdAt}]}")
    .addHelpText("after", "\nExample: studio agent list --workspace harbour-hotels")
    .action((options) =>
      run(options, async () => {
        const agents = await listAgents(await operatorActor(options.workspace));
        return listOutput({
          name: "agents",
          pages: [agents],
          header: ["ID", "SLUG", "NAME", "API", "CREATED"],
          toRow: ({ id, slug, name, conversationsApi, createdAt }) => [
            ...[id, slug, name],
            ...[conversationsApi, createdAt],
          ],
          empty: "No agents yet.",
        });
      }),
    );

  agentChangeCommands(agent, run);
  agentResponseCommands(agent, run);
}
