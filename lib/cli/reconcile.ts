import type { Command } from "commander";
import { type Reconciliation, reconcileApiKeys } from "@/lib/features/api-keys/reconcile-api-keys";
import { parseAuditCsv } from "@/lib/features/audit/csv";
import { openInput } from "./files";
import { operatorIn, run, table } from "./run";

/** `studio key reconcile` */
export function reconcileCommand(key: Command): void {
  key
    .command("reconcile")
    .description(
      "After a restore: list the keys that an export of the audit says were deleted and that are back, and what else is lost",
    )
    .requiredOption("--workspace <id or slug>", "whose")
    .requiredOption("--audit <file>", "the export, made before the restore; - for standard input")
    .option("--delete", "delete the keys that are back")
    .option(
      "--json",
      "print one JSON value: {acts, known, revived: [{id, name, deletedAt}], lost: [{at, action, …}], deleted}",
    )
    .addHelpText(
      "after",
      "\nExit code 1 while such keys are left.\nExample: studio key reconcile --workspace harbour --audit audit.csv --delete",
    )
    .action((options) =>
      run(options, async () => {
        const remove = options.delete === true;
        const actor = await operatorIn(options.workspace);
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
  const lines = [`The export tells of ${acts} acts; this database knows ${known} of them.`];
  if (acts > 0 && known === 0) lines.push("It knows none: is the export of this workspace?");
  if (revived.length === 0) lines.push("No key that was deleted is back.");
  else {
    lines.push(
      removed ? "These keys were back and are deleted again:" : "These keys were deleted and are back:",
    );
    lines.push(
      table([["ID", "NAME", "DELETED"], ...revived.map((key) => [key.id, key.name, key.deletedAt])]),
    );
    if (!removed) lines.push("They are honoured until you delete them: run this again with --delete.");
  }
  if (lost.length > 0) {
    lines.push("This was done and is lost; do it again where it still matters:");
    lines.push(
      table([
        ["TIME", "ACTION", "TARGET", "BY"],
        ...lost.map((act) => [act.at, act.action, `${act.targetName} (${act.targetId})`, act.actorName]),
      ]),
    );
  }
  return lines.join("\n");
}
