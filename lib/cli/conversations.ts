import type { Command } from "commander";
import {
  type ImportCounts,
  type ImportNews,
  type ImportReport,
  importConversations,
} from "../conversations/import-conversations";
import { linesOf } from "../lines";
import { openInput } from "./files";
import { operatorIn, progress, run } from "./run";

const REASONS_SHOWN = 20;

/** `studio conversations …` */
export function conversationsCommands(program: Command): void {
  const conversations = program.command("conversations").description("Conversations of an agent");

  conversations
    .command("import")
    .description("Store JSON Lines of v3 conversations; a line replaces the conversation of its id")
    .requiredOption("--workspace <id or slug>", "where")
    .requiredOption("--agent <id or slug>", "whose")
    .argument("<file>", "JSON Lines, gzipped or not; - for standard input")
    .option(
      "--json",
      "print one JSON value: {imported, updated, unchanged, failed, errors: [{line, reason}]}",
    )
    .addHelpText(
      "after",
      "\nExample: studio conversations import --workspace harbour --agent front-desk-uk calls.jsonl.gz",
    )
    .action((file: string, options) =>
      run(options, async () => {
        const actor = await operatorIn(options.workspace);
        const report = await importConversations(
          actor,
          options.agent,
          linesOf(await openInput(file)),
          showProgress(),
        );
        if (process.stderr.isTTY) process.stderr.write("\n");
        tellBadLines(report);
        return { json: report, text: `${counted(report)}.`, ok: report.failed === 0 };
      }),
    );
}

const counted = ({ imported, updated, unchanged, failed }: ImportCounts): string =>
  `${imported} imported, ${updated} updated, ${unchanged} unchanged, ${failed} failed`;

/** A line that is rewritten on a terminal, and a line every few seconds elsewhere. */
function showProgress(): (news: ImportNews) => void {
  let last = Date.now();
  return (news) => {
    if (!("stored" in news)) return;
    const patience = process.stderr.isTTY ? 100 : 5000;
    if (Date.now() - last < patience) return;
    last = Date.now();
    process.stderr.write(
      process.stderr.isTTY ? `\r\x1b[K${counted(news.stored)} …` : `${counted(news.stored)} so far\n`,
    );
  };
}

function tellBadLines({ errors, failed }: ImportReport): void {
  for (const { line, reason } of errors.slice(0, REASONS_SHOWN)) progress(`Line ${line}: ${reason}`);
  const more = failed - Math.min(errors.length, REASONS_SHOWN);
  if (more > 0) progress(`… and ${more} more bad ${more === 1 ? "line" : "lines"}.`);
}
