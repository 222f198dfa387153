import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { strictSearchText } from "@/lib/core/search-text-schema";
import { KEY_STATES, PERMISSIONS, SORTS } from "@/lib/features/api-keys/constants";
import { createApiKeyInput, listApiKeysInput } from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { keyChangeCommands } from "./key-change";
import { formatSecret, KEY_TABLE_HEADER, toKeyRow } from "./key-format";
import { keyUsageCommands } from "./key-usage";
import { collect, EXPIRES_OPTION, findAgent, parseExpiry, parseList, parseScope } from "./options";
import { allPages, listOutput } from "./output";
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
    .requiredOption(...EXPIRES_OPTION)
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
        return formatSecret(await createApiKey(actor, input));
      }),
    );

  key
    .command("list")
    .description("List the keys of a workspace, newest first, with masked secrets")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--search <text>", "only keys with this text in the name, ID or visible ends of the secret")
    .addOption(new Option("--state <state>", "only keys in this state").choices([...KEY_STATES]))
    .addOption(new Option("--permission <permission>", "only keys with it").choices([...PERMISSIONS]))
    .option("--agent <id or slug>", "only keys that cover this agent")
    .addOption(new Option("--sort <order>", "the order").choices(Object.keys(SORTS)).default("created"))
    .option("--json", "print one JSON value: {keys: [{id, name, masked, agents, permissions, expiresAt, …}]}")
    .addHelpText("after", "\nExample: studio key list --workspace harbour-hotels")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { state, permission, sort } = options;
        const search = parseInput(strictSearchText, options.search);
        const agent = options.agent === undefined ? undefined : (await findAgent(actor, options.agent)).id;
        const filters = { search, state, permission, sort, agent };
        const isFiltered = search !== "" || [state, permission, agent].some((filter) => filter !== undefined);
        return listOutput({
          name: "keys",
          pages: allPages(async (cursor) => {
            const { keys, nextCursor } = await listApiKeys(
              actor,
              parseInput(listApiKeysInput, { ...filters, cursor }),
            );
            return { items: keys, nextCursor };
          }),
          header: KEY_TABLE_HEADER,
          toRow: toKeyRow,
          empty: isFiltered ? "No keys match." : "No keys yet.",
        });
      }),
    );

  keyChangeCommands(key, run);
  keyUsageCommands(key, run);
  reconcileCommand(key, run);
}
