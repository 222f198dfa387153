import type { Command } from "commander";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import type { Actor } from "@/lib/features/actor";
import { knownPermissions, PERMISSIONS } from "@/lib/features/api-keys/constants";
import {
  type ApiKeyDto,
  deleteApiKeysInput,
  editApiKeyInput,
  rotateApiKeyInput,
} from "@/lib/features/api-keys/contract";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { deleteApiKeys } from "@/lib/features/api-keys/delete-api-keys";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { formatSecret } from "./key-format";
import { collect, EXPIRES_OPTION, findKey, parseExpiry, parseList } from "./options";
import { sentence } from "./printable";
import { operatorActor, type Run, UsageError } from "./run";

/** The commands of `studio key` that change existing keys. A key is selected by its ID: names can look like IDs. */
export function keyChangeCommands(key: Command, run: Run): void {
  key
    .command("edit")
    .description("Change the name and permissions of a key; its agents and expiry cannot be changed")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the key")
    .option("--name <name>", "the new display name")
    .option("--permissions <list>", `the new permissions, of ${PERMISSIONS.join(",")}`)
    .option("--json", "print one JSON value: {id, name, masked, agents, permissions, expiresAt, …}")
    .addHelpText(
      "after",
      "\nExample: studio key edit --workspace harbour-hotels --key key_0123456789abcdef01234567 --permissions handoff",
    )
    .action((options) =>
      run(options, async () => {
        if (options.name === undefined && options.permissions === undefined) {
          throw new UsageError("Say what to change with --name or --permissions.");
        }
        const actor = await operatorActor(options.workspace);
        const before = await readKey(actor, options.key);
        const permissions =
          options.permissions === undefined
            ? knownPermissions(before.permissions)
            : parseList(options.permissions);
        const input = { id: before.id, version: before.version, name: options.name ?? before.name };
        const saved = await editApiKey(actor, parseInput(editApiKeyInput, { ...input, permissions }));
        return {
          json: saved,
          text: sentence`Key ${saved.name} (${saved.id}) has the permissions ${saved.permissions.join(", ")}.`,
        };
      }),
    );

  key
    .command("rotate")
    .description(
      "Create a successor with the same agents and permissions, and print its secret once; the old key works until it expires or is deleted",
    )
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the old key")
    .requiredOption("--name <name>", "the display name of the successor")
    .requiredOption(...EXPIRES_OPTION)
    .option("--json", "print one JSON value: {id, name, key, expiresAt}")
    .addHelpText(
      "after",
      '\nExample: studio key rotate --workspace harbour-hotels --key key_0123456789abcdef01234567 --name "CRM 2" --expires 90d',
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const input = { id: options.key, name: options.name, expiresAt: parseExpiry(options.expires) };
        return formatSecret(await rotateApiKey(actor, parseInput(rotateApiKeyInput, input)));
      }),
    );

  key
    .command("delete")
    .description("Delete one or more keys; they stop working immediately")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the key; repeatable", collect)
    .option("--json", "print one JSON value: {id, name}, or {ids, requested} for several keys")
    .addHelpText(
      "after",
      "\nExit code 1 if one of several keys does not exist; the others are deleted.\nExample: studio key delete --workspace harbour-hotels --key key_0123456789abcdef01234567",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { ids } = parseInput(deleteApiKeysInput, { ids: options.key });
        const [only = "", ...others] = ids;
        if (others.length === 0) {
          const deleted = await deleteApiKey(actor, { id: only });
          return { json: deleted, text: sentence`Deleted key ${deleted.name}. It no longer works.` };
        }
        const deleted = await deleteApiKeys(actor, { ids });
        return {
          json: deleted,
          text: `Deleted ${deleted.ids.length} of ${deleted.requested} keys.`,
          ok: deleted.ids.length === deleted.requested,
        };
      }),
    );
}

/** @throws AppError NOT_FOUND, also for a deleted key */
async function readKey(actor: Actor, id: string): Promise<ApiKeyDto> {
  const found = await findKey(actor, id);
  if ("deleted" in found) throw new AppError("NOT_FOUND", `Key ${found.deleted.name} was deleted.`);
  return found.key;
}
