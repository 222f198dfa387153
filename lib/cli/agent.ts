import { type Command, Option } from "commander";
import { db } from "@/db/client/client";
import { selectAgent } from "@/db/queries/agents";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { Actor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { configureAgentInput, createAgentInput, type ResponseMetrics } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { operatorIn, run, UsageError } from "./run";

/** `studio agent …` */
export function agentCommands(program: Command): void {
  const agent = program.command("agent").description("Agents, and what answers carry of their conversations");

  agent
    .command("create")
    .description("Make an agent; its answers begin closed: no metrics, no transcript")
    .requiredOption("--workspace <id or slug>", "where")
    .requiredOption("--name <name>", "what people call it")
    .option("--slug <slug>", "its part of addresses; made from the name when left out")
    .addOption(
      new Option(
        "--conversations-api <version>",
        "v1 is retired: such an agent is not served until it is migrated",
      )
        .choices(["v1", "v3"])
        .default("v3"),
    )
    .option("--json", "print one JSON value: {id, slug, name, conversationsApi, createdAt}")
    .addHelpText("after", '\nExample: studio agent create --workspace harbour --name "Front desk UK"')
    .action((options) =>
      run(options, async () => {
        const made = await createAgent(
          await operatorIn(options.workspace),
          parseInput(createAgentInput, options),
        );
        return { json: made, text: `Made the agent ${made.name}: ${made.id}, slug ${made.slug}.` };
      }),
    );

  agent
    .command("token")
    .description("Make an agent's runtime token and print it, once; the one before is refused from then on")
    .requiredOption("--workspace <id or slug>", "where")
    .requiredOption("--agent <id or slug>", "which")
    .option("--json", "print one JSON value: {id, token}")
    .addHelpText("after", "\nExample: studio agent token --workspace harbour --agent front-desk-uk")
    .action((options) =>
      run(options, async () => {
        const made = await createRuntimeToken(await operatorIn(options.workspace), options.agent);
        return {
          json: made,
          text: `Runtime token of ${made.id}. Copy it now, it is not shown again:\n${made.token}`,
        };
      }),
    );

  agent
    .command("configure")
    .description("Set which metrics and whether the transcript of an agent's conversations are served")
    .requiredOption("--workspace <id or slug>", "where")
    .requiredOption("--agent <id or slug>", "which")
    .option("--metrics <all|none|X,Y>", "every metric, none, or these names")
    .option("--transcript <on|off>", "serve what was said")
    .option("--json", "print one JSON value: {id, slug, metrics, transcript}")
    .addHelpText(
      "after",
      "\nExample: studio agent configure --workspace harbour --agent front-desk-uk --metrics all --transcript on",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorIn(options.workspace);
        const input = parseInput(configureAgentInput, {
          id: (await findAgent(actor, options.agent)).id,
          metrics: options.metrics === undefined ? undefined : parseMetricsOption(options.metrics),
          transcript: options.transcript === undefined ? undefined : parseSwitch(options.transcript),
        });
        const { agent, metrics, transcript } = await configureAgent(actor, input);
        const served = metrics.mode === "all" ? "all metrics" : metrics.names.join(", ") || "no metrics";
        return {
          json: {
            id: agent.id,
            slug: agent.slug,
            metrics: metrics.mode === "all" ? "all" : metrics.names,
            transcript,
          },
          text: `${agent.name} serves ${served}; transcript ${transcript ? "on" : "off"}.`,
        };
      }),
    );
}

/**
 * An agent of the operator's workspace by id or slug.
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function findAgent(actor: Actor, idOrSlug: string): Promise<{ id: string; name: string }> {
  const found = await selectAgent(db(), actor.workspaceId, idOrSlug);
  if (!found) throw new AppError("PROJECT_NOT_FOUND", `There is no agent ${idOrSlug} in this workspace.`);
  return found;
}

function parseMetricsOption(option: string): ResponseMetrics {
  if (option === "all") return { mode: "all" };
  return { mode: "chosen", names: option === "none" ? [] : parseList(option) };
}

function parseSwitch(option: string): boolean {
  if (option !== "on" && option !== "off") throw new UsageError("--transcript takes on or off.");
  return option === "on";
}

/** The words of an option such as `A,B`. */
export const parseList = (option: string): string[] =>
  option
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
