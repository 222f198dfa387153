import type { Command } from "commander";
import { type Reconciliation, reconcileApiKeys } from "@/lib/features/api-keys/reconcile-api-keys";
import { parseAuditCsv } from "@/lib/features/audit/csv";
import { openInput } from "./files";
import { jsonValue } from "./output";
import { sentence } from "./printable";
import { operatorActor, type Run } from "./run";
import { tableLines } from "./table";

/** `studio key reconcile` */
export function reconcileCommand(key: Command, run: Run): void {
  key
    .command("reconcile")
    .description(
      "After a restore: compare with an exported audit log, and list deleted keys that are back and other lost changes",
    )
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--audit <file>", "the audit log exported before the restore; - for standard input")
    .option("--delete", "delete these keys again")
    .option(
      "--json",
      "print one JSON value: {acts, known, revived: [{id, name, deletedAt}], lost: [{at, action, …}], deleted}",
    )
    .addHelpText(
      "after",
      "\nExit code 1 if such keys remain.\nExample: studio key reconcile --workspace harbour-hotels --audit audit.csv --delete",
    )
    .action((options) =>
      run(options, async () => {
        const remove = options.delete === true;
        const actor = await operatorActor(options.workspace);
        const found = await reconcileApiKeys(actor, parseAuditCsv(await openInput(options.audit)), {
          remove,
        });
        return {
          json: jsonValue({ ...found, deleted: remove && found.revived.length > 0 }),
          lines: formatReconciliation(found, remove),
          ok: remove || found.revived.length === 0,
        };
      }),
    );
}

async function* formatReconciliation(
  { acts, known, revived, lost }: Reconciliation,
  removed: boolean,
): AsyncGenerator<string> {
  yield `The export contains ${acts} entries; ${known} of them are in this database.`;
  if (acts > 0 && known === 0) yield "None match: is the export from this workspace?";
  if (revived.length === 0) yield "No deleted key is back.";
  else {
    yield removed
      ? "These keys were back and have been deleted again:"
      : "These keys were deleted and are back:";
    const rows = revived.map((key) => [key.id, key.name, key.deletedAt]);
    yield* tableLines(["ID", "NAME", "DELETED"], [rows], "");
    if (!removed) yield "They work until you delete them: run this command again with --delete.";
  }
  if (lost.length === 0) return;
  yield "These changes are lost. Repeat those that still matter:";
  const rows = lost.map((act) => [
    ...[act.at, act.action],
    ...[sentence`${act.targetName} (${act.targetId})`, act.actorName],
  ]);
  yield* tableLines(["TIME", "ACTION", "TARGET", "BY"], [rows], "");
}
