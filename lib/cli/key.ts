import type { Command } from "commander";
import { DAY_MS } from "@/lib/core/durations";
import { parseInput } from "@/lib/core/parse-input";
import type { Actor } from "@/lib/features/actor";
import { PERMISSIONS } from "@/lib/features/api-keys/constants";
import {
  type ApiKeyDto,
  createApiKeyInput,
  deleteApiKeyInput,
  listApiKeysInput,
} from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { findAgentIds, parseList } from "./agent";
import { reconcileCommand } from "./reconcile";
import { operatorActor, run, table, UsageError } from "./run";

/** `studio key …` */
export function keyCommands(program: Command): void {
  const key = program.command("key").description("API keys");

  key
    .command("create")
    .description("Create a key and print its secret once")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--name <name>", "the display name")
    .requiredOption("--agents <all|A,B>", "all agents, or these by ID or slug; cannot be changed later")
    .requiredOption("--permissions <list>", `of ${PERMISSIONS.join(",")}`)
    .requiredOption("--expires <90d|instant>", "days from now, or an instant such as 2027-01-31T00:00:00Z")
    .option("--json", "print one JSON value: {id, name, key, expiresAt}")
    .addHelpText(
      "after",
      "\nExample: studio key create --workspace harbour-hotels --name reporting --agents all --permissions conversations --expires 90d",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const input = parseInput(createApiKeyInput, {
          name: options.name,
          agents: await parseScope(actor, options.agents),
          permissions: parseList(options.permissions),
          expiresAt: parseExpiry(options.expires),
        });
        const { key, secret } = await createApiKey(actor, input);
        return {
          json: { id: key.id, name: key.name, key: secret, expiresAt: key.expiresAt },
          text: `Created key ${key.name} (${key.id}), valid until ${key.expiresAt}. Copy it now: it is not shown again.\n${secret}`,
        };
      }),
    );

  key
    .command("list")
    .description("List the keys of a workspace, newest first, with masked secrets")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--json", "print one JSON value: {keys: [{id, name, masked, agents, permissions, expiresAt, …}]}")
    .addHelpText("after", "\nExample: studio key list --workspace harbour-hotels")
    .action((options) =>
      run(options, async () => {
        const keys = await listAllKeys(await operatorActor(options.workspace));
        return {
          json: { keys },
          text: keys.length === 0 ? "No keys yet." : table([TABLE_HEADER, ...keys.map(toRow)]),
        };
      }),
    );

  key
    .command("delete")
    .description("Delete a key; it stops working immediately")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the key")
    .option("--json", "print one JSON value: {id, name}")
    .addHelpText(
      "after",
      "\nExample: studio key delete --workspace harbour-hotels --key key_0123456789abcdef01234567",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const deleted = await deleteApiKey(actor, parseInput(deleteApiKeyInput, { id: options.key }));
        return { json: deleted, text: `Deleted key ${deleted.name}. It no longer works.` };
      }),
    );

  reconcileCommand(key);
}

async function parseScope(actor: Actor, option: string) {
  if (option === "all") return { scope: "all" };
  return { scope: "some", ids: await findAgentIds(actor, parseList(option)) };
}

function parseExpiry(option: string): string {
  const days = /^(\d{1,5})d$/.exec(option)?.[1];
  if (days !== undefined) return new Date(Date.now() + Number(days) * DAY_MS).toISOString();
  if (Number.isNaN(Date.parse(option))) {
    throw new UsageError("--expires must be days such as 90d, or an instant such as 2027-01-31T00:00:00Z.");
  }
  return option;
}

async function listAllKeys(actor: Actor): Promise<ApiKeyDto[]> {
  const keys: ApiKeyDto[] = [];
  let cursor: string | null = null;
  do {
    const page = await listApiKeys(actor, parseInput(listApiKeysInput, { cursor }));
    keys.push(...page.keys);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return keys;
}

const TABLE_HEADER = ["ID", "NAME", "KEY", "AGENTS", "PERMISSIONS", "EXPIRES", "LAST SUCCESS", "LAST ERROR"];

const toRow = (key: ApiKeyDto): string[] => [
  key.id,
  key.name,
  key.masked,
  key.agents === null ? "all" : key.agents.map(({ name }) => name).join(", "),
  key.permissions.join(","),
  key.expiresAt,
  key.lastSuccessAt ?? (key.outcomeUnknownUntil ? `none since ${key.outcomeUnknownUntil}` : "never"),
  key.lastRefusalAt ?? "never",
];
