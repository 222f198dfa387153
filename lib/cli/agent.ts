import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { configureAgentInput, createAgentInput } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { collect, findAgent, parseMetrics, parseSwitch } from "./options";
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
    .command("configure")
    .description("Set which metrics, and whether the transcript, an agent's API responses include")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .option("--metrics <all|none|X,Y>", "all metrics, none, or the named ones")
    .option(
      "--metric <name>",
      "a metric by its exact name, also if it is all or none or contains a comma; repeatable",
      collect,
    )
    .option("--transcript <on|off>", "include the transcript")
    .option("--json", "print one JSON value: {id, slug, metrics, transcript}")
    .addHelpText(
      "after",
      "\nExample: studio agent configure --workspace harbour-hotels --agent front-desk-uk --metrics all --transcript on",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { id } = await findAgent(actor, options.agent);
        const input = parseInput(configureAgentInput, {
          id,
          metrics: parseMetrics(options),
          transcript: parseSwitch("--transcript", options.transcript),
        });
        const { agent, metrics, transcript } = await configureAgent(actor, input);
        const included = metrics.mode === "all" ? "all metrics" : metrics.names.join(", ") || "no metrics";
        return {
          json: {
            id: agent.id,
            slug: agent.slug,
            metrics: metrics.mode === "all" ? "all" : metrics.names,
            transcript,
          },
          text: sentence`${agent.name}: responses include ${included}; transcript ${transcript ? "on" : "off"}.`,
        };
      }),
    );
}
