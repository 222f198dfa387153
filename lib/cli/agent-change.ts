import type { Command } from "commander";
import { listNames } from "@/lib/core/list-names";
import { parseInput } from "@/lib/core/parse-input";
import type { Actor } from "@/lib/features/actor";
import { MAX_CONVERSATIONS_COUNTED } from "@/lib/features/agents/constants";
import { type AgentDto, renameAgentInput } from "@/lib/features/agents/contract";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import { migrateAgent } from "@/lib/features/agents/migrate-agent";
import { previewAgentDeletion } from "@/lib/features/agents/preview-agent-deletion";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import { findAgent } from "./options";
import { sentence } from "./printable";
import { operatorActor, progress, type Run, UsageError } from "./run";

/** The commands of `studio agent` that change an existing one. */
export function agentChangeCommands(agent: Command, run: Run): void {
  agent
    .command("rename")
    .description("Rename an agent; its ID and slug stay, because clients use them")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .requiredOption("--name <name>", "the new display name")
    .option("--json", "print one JSON value: {id, slug, name, conversationsApi, createdAt}")
    .addHelpText(
      "after",
      '\nExample: studio agent rename --workspace harbour-hotels --agent front-desk-uk --name "Front desk"',
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const before = await findAgent(actor, options.agent);
        const input = parseInput(renameAgentInput, { id: before.id, name: options.name });
        const renamed = await renameAgent(actor, input);
        const text =
          renamed.name === before.name
            ? sentence`Agent ${before.name} has this name already.`
            : sentence`Renamed agent ${before.name} to ${renamed.name}.`;
        return { json: renamed, text };
      }),
    );

  agent
    .command("migrate")
    .description("Move an agent from Conversations v1 to v3; there is no way back")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .option("--json", "print one JSON value: {id, slug, name, conversationsApi, createdAt}")
    .addHelpText("after", "\nExample: studio agent migrate --workspace harbour-hotels --agent front-desk-uk")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { id } = await findAgent(actor, options.agent);
        const migrated = await migrateAgent(actor, { id });
        return {
          json: migrated,
          text: sentence`Agent ${migrated.name} uses Conversations ${migrated.conversationsApi}.`,
        };
      }),
    );

  agent
    .command("delete")
    .description("Delete an agent with its conversations, and remove it from all keys")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .option("--yes", "delete it; without this option, only say what would be deleted")
    .option("--json", "print one JSON value: {id, name}")
    .addHelpText(
      "after",
      "\nExample: studio agent delete --workspace harbour-hotels --agent front-desk-uk --yes",
    )
    .action((options) =>
      run(options, async (onInterrupt) => {
        const actor = await operatorActor(options.workspace);
        const found = await findAgent(actor, options.agent);
        if (!options.yes) {
          throw new UsageError(`${await describeDeletion(actor, found)} Repeat the command with --yes.`);
        }
        const deleted = await deleteAgent(actor, { id: found.id });
        progress(
          "The agent is deleted. Purging its conversations; after Ctrl-C, the next start of the server continues.",
        );
        onInterrupt(() => agentPurger().stop());
        await agentPurger().idle();
        return { json: deleted, text: sentence`Deleted agent ${deleted.name}.` };
      }),
    );
}

async function describeDeletion(actor: Actor, { id, name }: AgentDto): Promise<string> {
  const { conversations, keys, moreKeys } = await previewAgentDeletion(actor, { id });
  const count =
    conversations > MAX_CONVERSATIONS_COUNTED
      ? `more than ${MAX_CONVERSATIONS_COUNTED} conversations`
      : `${conversations} ${conversations === 1 ? "conversation" : "conversations"}`;
  const names = listNames(keys.map((key) => key.name));
  const more = moreKeys > 0 ? ` and ${moreKeys} more` : "";
  const affected = keys.length === 0 ? "no key lists it" : `these keys lose it: ${names}${more}`;
  return `Deleting agent ${name} also deletes ${count}; ${affected}.`;
}
