import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { isStorable } from "@/lib/core/parse-input";
import { formatChanges } from "./constants";
import type { AuditEntryDto, ExportedEntry } from "./contract";

/** What a spreadsheet would take for a formula when it stands first. */
const FORMULA_PREFIX = /^[=+\-@\t\r\n＝＋－＠]/;

const COLUMNS = [
  "time",
  "actor_kind",
  "actor",
  "action",
  "target_kind",
  "target_id",
  "target",
  "changes",
  "address",
];

const toFields = (entry: AuditEntryDto): string[] => [
  entry.at,
  entry.actorKind,
  entry.actorName,
  entry.action,
  entry.targetKind,
  entry.targetId,
  entry.targetName,
  formatChanges(entry.changes).join("; "),
  entry.address ?? "",
];

/** Entries as a CSV file with a line of headings, written as they are read. */
export async function* auditCsv(pages: AsyncIterable<AuditEntryDto[]>): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const page of pages) yield page.map((entry) => csvLine(toFields(entry))).join("");
}

/**
 * One line of CSV by RFC 4180. A field that a spreadsheet would run as a formula gets an apostrophe in front: names of
 * keys and agents are whatever somebody typed.
 */
export function csvLine(fields: string[]): string {
  return `${fields.map(escapeField).join(",")}\r\n`;
}

function escapeField(text: string): string {
  const inert = FORMULA_PREFIX.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

const exportedRow = z
  .object({
    time: z.iso.datetime(),
    actor: z.string(),
    action: z.string().min(1),
    target_id: z.string().min(1),
    target: z.string(),
  })
  .refine(isStorable)
  .transform(({ time, actor, action, target_id, target }): ExportedEntry => {
    return { at: time, actorName: actor, action, targetId: target_id, targetName: target };
  });

/**
 * Reads such a file back, act by act. Names come as they stand there, apostrophes and all.
 * @throws AppError INPUT_INVALID when it is none
 */
export async function* parseAuditCsv(source: Readable): AsyncGenerator<ExportedEntry> {
  const lines = parse({ columns: true, bom: true, max_record_size: 1_000_000 });
  source.on("error", (error) => lines.destroy(error));
  source.pipe(lines);
  try {
    for await (const line of lines) yield exportedRow.parse(line);
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof CsvError)) throw error;
    throw new AppError(
      "INPUT_INVALID",
      `This is no export of the audit: line ${lines.info.lines} is not as such a file has it.`,
    );
  }
}
