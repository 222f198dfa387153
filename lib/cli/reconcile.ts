import type { Command } from "commander";
import { type Reconciliation, reconcileApiKeys } from "@/lib/features/api-keys/reconcile-api-keys";
import { parseAuditCsv } from "@/lib/features/audit/csv";
import { openInput } from "./files";
import { operatorActor, run, table } from "./run";

/** `studio key reconcile` */
export function reconcileCommand(key: Command): void {
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
          json: { ...found, deleted: remove },
          text: formatReconciliation(found, remove),
          ok: remove || found.revived.length === 0,
        };
      }),
    );
}

function formatReconciliation({ acts, known, revived, lost }: Reconciliation, removed: boolean): string {
  const lines = [`The export contains ${acts} entries; ${known} of them are in this database.`];
  if (acts > 0 && known === 0) lines.push("None match: is the export from this workspace?");
  if (revived.length === 0) lines.push("No deleted key is back.");
  else {
    lines.push(
      removed ? "These keys were back and have been deleted again:" : "These keys were deleted and are back:",
    );
    lines.push(
      table([["ID", "NAME", "DELETED"], ...revived.map((key) => [key.id, key.name, key.deletedAt])]),
    );
    if (!removed) lines.push("They work until you delete them: run this command again with --delete.");
  }
  if (lost.length > 0) {
    lines.push("These changes are lost. Repeat those that still matter:");
    lines.push(
      table([
        ["TIME", "ACTION", "TARGET", "BY"],
        ...lost.map((act) => [act.at, act.action, `${act.targetName} (${act.targetId})`, act.actorName]),
      ]),
    );
  }
  return lines.join("\n");
}
