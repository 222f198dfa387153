import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import type { AuditEntryDto } from "@/lib/features/audit/contract";
import { auditCsv } from "@/lib/features/audit/csv";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { accessDeniedError, resolveUserPath } from "./files";
import { operatorActor, type Run, UsageError } from "./run";

/** `studio audit …` */
export function auditCommands(program: Command, run: Run): void {
  const audit = program.command("audit").description("The audit log");

  audit
    .command("export")
    .description("Export the audit log of a workspace to a CSV file, newest first")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .argument("<file>", "the output file; an existing file is replaced")
    .option("--json", "print one JSON value: {file, entries}")
    .addHelpText("after", "\nExample: studio audit export --workspace harbour-hotels audit.csv")
    .action((file: string, options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        let entries = 0;
        await writeCsvFile(
          file,
          countEntries(exportAudit(actor, {}), (more) => {
            entries += more;
          }),
        );
        return { json: { file, entries }, text: `Wrote ${entries} entries to ${file}.` };
      }),
    );
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
