import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { strictSearchText } from "@/lib/core/search-text-schema";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { AUDIT_ACTIONS, formatChanges, NON_USER_ACTORS } from "@/lib/features/audit/constants";
import type { AuditEntryDto } from "@/lib/features/audit/contract";
import { auditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { accessDeniedError, resolveUserPath } from "./files";
import { findUserId, parseDay } from "./options";
import { listOutput } from "./output";
import { printable, sentence } from "./printable";
import { operatorActor, type Run, UsageError } from "./run";

/** `studio audit …` */
export function auditCommands(program: Command, run: Run): void {
  const audit = program.command("audit").description("The audit log");

  addFilters(audit.command("list").description("List the audit log of a workspace, newest first"))
    .option(
      "--json",
      "print one JSON value: {entries: [{id, at, actorKind, actorName, action, targetKind, targetId, targetName, changes, address}]}",
    )
    .addHelpText("after", "\nExample: studio audit list --workspace harbour-hotels --from 2026-09-01")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        return listOutput({
          name: "entries",
          pages: exportAudit(actor, await parseFilters(options)),
          header: ["TIME", "BY", "ACTION", "TARGET", "CHANGES"],
          toRow: ({ at, actorName, action, targetName, targetId, changes }) => [
            ...[at, actorName, action, sentence`${targetName} (${targetId})`],
            formatChanges(changes, { permissionLabel, formatText: printable }).join("; "),
          ],
          empty: "No entries.",
        });
      }),
    );

  addFilters(
    audit
      .command("export")
      .description("Export the audit log of a workspace to a CSV file, newest first")
      .argument("<file>", "the output file; an existing file is replaced"),
  )
    .option("--json", "print one JSON value: {file, entries}")
    .addHelpText("after", "\nExample: studio audit export --workspace harbour-hotels audit.csv")
    .action((file: string, options) =>
      run(options, async () => {
        // As standard output, it would contain the result of the command as well.
        if (file === "-")
          throw new UsageError("The audit log is exported to a file, not to standard output. Name a file.");
        const actor = await operatorActor(options.workspace);
        const filters = await parseFilters(options);
        let entries = 0;
        await writeCsvFile(
          file,
          countEntries(exportAudit(actor, filters), (more) => {
            entries += more;
          }),
        );
        return { json: { file, entries }, text: `Wrote ${entries} entries to ${file}.` };
      }),
    );
}

const addFilters = (command: Command): Command =>
  command
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--user <id or email>", "only what this user did")
    .option("--user-name <text>", "only what users with this text in their name did")
    .addOption(
      new Option("--actor <kind>", "only what these did, who are no users")
        .choices([...NON_USER_ACTORS])
        .conflicts("user"),
    )
    .addOption(new Option("--action <action>", "only this action").choices([...AUDIT_ACTIONS]))
    .option("--target <text>", "only entries whose target has this text in its name, or this ID")
    .option("--target-id <id>", "only entries whose target has this ID: a name can look like an ID")
    .option("--from <date>", "the first day, in UTC")
    .option("--to <date>", "the last day, in UTC");

interface FilterOptions {
  user?: string;
  userName?: string;
  actor?: string;
  action?: string;
  target?: string;
  targetId?: string;
  from?: string;
  to?: string;
}

async function parseFilters(options: FilterOptions) {
  const { user, userName, actor, action, target, targetId, from, to } = options;
  return {
    person: user === undefined ? actor : await findUserId(user),
    name: parseInput(strictSearchText, userName),
    action,
    target: parseInput(strictSearchText, target),
    targetId,
    from: from === undefined ? undefined : parseDay("--from", from),
    to: to === undefined ? undefined : parseDay("--to", to),
  };
}

async function* countEntries(pages: AsyncIterable<AuditEntryDto[]>, onPage: (more: number) => void) {
  for await (const page of pages) {
    onPage(page.length);
    yield page;
  }
}

async function writeCsvFile(file: string, pages: AsyncIterable<AuditEntryDto[]>): Promise<void> {
  try {
    await pipeline(
      Readable.from(auditCsv(pages, { permissionLabel })),
      createWriteStream(resolveUserPath(file), { mode: 0o600 }),
    );
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall !== "open" && syscall !== "write") throw error;
    throw (
      accessDeniedError(file, "written", code) ??
      new UsageError(`${file} cannot be written (${code}). Check the path and the free disk space.`)
    );
  }
}
