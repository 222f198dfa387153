import type { Command } from "commander";
import { readLines } from "@/lib/core/read-lines";
import {
  type ImportCounts,
  type ImportProgress,
  type ImportReport,
  importConversations,
} from "@/lib/features/conversations/import-conversations";
import { openInput } from "./files";
import { operatorActor, progress, type Run } from "./run";

const MAX_REASONS_SHOWN = 20;

/** `studio conversations …` */
export function conversationsCommands(program: Command, run: Run): void {
  const conversations = program.command("conversations").description("The conversations of an agent");

  conversations
    .command("import")
    .description(
      "Import conversations in the v3 format from JSON Lines; a line replaces the conversation with the same ID",
    )
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--agent <id or slug>", "the agent")
    .argument("<file>", "JSON Lines, optionally gzipped; - for standard input")
    .option(
      "--json",
      "print one JSON value: {imported, updated, unchanged, failed, errors: [{line, reason}]}",
    )
    .addHelpText(
      "after",
      "\nExample: studio conversations import --workspace harbour-hotels --agent front-desk-uk calls.jsonl.gz",
    )
    .action((file: string, options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const report = await importConversations(
          actor,
          options.agent,
          readLines(await openInput(file)),
          showProgress(),
        );
        if (process.stderr.isTTY) process.stderr.write("\n");
        printLineErrors(report);
        return { json: report, text: `${formatCounts(report)}.`, ok: report.failed === 0 };
      }),
    );
}

const formatCounts = ({ imported, updated, unchanged, failed }: ImportCounts): string =>
  `${imported} imported, ${updated} updated, ${unchanged} unchanged, ${failed} failed`;

/** On a terminal, redraws one line; elsewhere, prints a line every few seconds. */
function showProgress(): (news: ImportProgress) => void {
  let last = Date.now();
  return (news) => {
    if (!("stored" in news)) return;
    const intervalMs = process.stderr.isTTY ? 100 : 5000;
    if (Date.now() - last < intervalMs) return;
    last = Date.now();
    process.stderr.write(
      process.stderr.isTTY
        ? `\r\x1b[K${formatCounts(news.stored)} …`
        : `${formatCounts(news.stored)} so far\n`,
    );
  };
}

function printLineErrors({ errors, failed }: ImportReport): void {
  for (const { line, reason } of errors.slice(0, MAX_REASONS_SHOWN)) progress(`Line ${line}: ${reason}`);
  const more = failed - Math.min(errors.length, MAX_REASONS_SHOWN);
  if (more > 0) progress(`… and ${more} more invalid ${more === 1 ? "line" : "lines"}.`);
}
