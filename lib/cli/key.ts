import type { Command } from "commander";
import { parseInput } from "@/lib/core/parse-input";
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
import { collect, parseExpiry, parseList, parseScope } from "./options";
import { allPages, listOutput } from "./output";
import { sentence } from "./printable";
import { reconcileCommand } from "./reconcile";
import { operatorActor, type Run } from "./run";

/** `studio key …` */
export function keyCommands(program: Command, run: Run): void {
  const key = program.command("key").description("API keys");

  key
    .command("create")
    .description("Create a key and print its secret once")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--name <name>", "the display name")
    .option("--agents <all|A,B>", "all agents, or these by ID or slug; cannot be changed later")
    .option("--agent <id or slug>", "an agent, also if its slug is all; repeatable", collect)
    .requiredOption("--permissions <list>", `of ${PERMISSIONS.join(",")}`)
    .requiredOption(
      "--expires <90d|date|instant>",
      "days from now, the end of a date in UTC, or an instant such as 2027-01-31T00:00:00Z",
    )
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
          agents: await parseScope(actor, options),
          permissions: parseList(options.permissions),
          expiresAt: parseExpiry(options.expires),
        });
        const { key, secret } = await createApiKey(actor, input);
        return {
          json: { id: key.id, name: key.name, key: secret, expiresAt: key.expiresAt },
          text: `${sentence`Created key ${key.name} (${key.id}), valid until ${key.expiresAt}.`} Copy it now: it is not shown again.\n${secret}`,
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
        const actor = await operatorActor(options.workspace);
        return listOutput({
          name: "keys",
          pages: allPages(async (cursor) => {
            const { keys, nextCursor } = await listApiKeys(actor, parseInput(listApiKeysInput, { cursor }));
            return { items: keys, nextCursor };
          }),
          header: TABLE_HEADER,
          toRow,
          empty: "No keys yet.",
        });
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
        return { json: deleted, text: sentence`Deleted key ${deleted.name}. It no longer works.` };
      }),
    );

  reconcileCommand(key, run);
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
