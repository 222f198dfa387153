import type { Command } from "commander";
import { AppError } from "@/lib/core/errors";
import { listNames } from "@/lib/core/list-names";
import { parseInput } from "@/lib/core/parse-input";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { configureAgentInput, type ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { collect, findAgent, parseMetrics, parseSwitch } from "./options";
import { printable, sentence } from "./printable";
import { operatorActor, type Run } from "./run";

/** The commands of `studio agent` about API responses. */
export function agentResponseCommands(agent: Command, run: Run): void {
  agent
    .command("show")
    .description("Show an agent, and what its API responses include")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .option(
      "--json",
      "print one JSON value: {id, slug, name, conversationsApi, createdAt, metrics, transcript, metricNames}",
    )
    .addHelpText("after", "\nExample: studio agent show --workspace harbour-hotels --agent front-desk-uk")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { id } = await findAgent(actor, options.agent);
        const found = (await listResponseConfigurations(actor)).find(({ agent }) => agent.id === id);
        if (!found) throw new AppError("PROJECT_NOT_FOUND");
        const { name, slug, conversationsApi } = found.agent;
        const metricNames = listNames(found.metricNames.map(printable));
        return {
          json: { ...found.agent, ...toJson(found), metricNames: found.metricNames },
          text: [
            sentence`${name}: ID ${id}, slug ${slug}, Conversations API ${conversationsApi}.`,
            formatIncluded(found),
            sentence`Metrics to select from: ${metricNames}`,
          ].join("\n"),
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
        const saved = await configureAgent(actor, input);
        const { slug, name } = saved.agent;
        return { json: { id, slug, ...toJson(saved) }, text: sentence`${name}: ` + formatIncluded(saved) };
      }),
    );
}

const toJson = ({ metrics, transcript }: ResponseConfigurationDto) => ({
  metrics: metrics.mode === "all" ? "all" : metrics.names,
  transcript,
});

function formatIncluded({ metrics, transcript }: ResponseConfigurationDto): string {
  const included =
    metrics.mode === "all" ? "all metrics" : listNames(metrics.names.map(printable)) || "no metrics";
  return sentence`responses include ${included}; transcript ${transcript ? "on" : "off"}.`;
}
