import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { instantSchema } from "@/lib/core/instant-schema";
import { isStorable } from "@/lib/core/parse-input";
import { escapeFormulas, unescapeFormulas } from "@/lib/core/spreadsheet-formulas";
import { type ChangeFormatters, formatChanges } from "./constants";
import type { AuditEntryDto, ExportedEntry } from "./contract";

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

/**
 * Entries as a CSV file (RFC 4180) with a header row, page by page as they are read. The byte order mark lets Excel
 * detect UTF-8.
 * @param formatters how values in the `changes` column are written
 */
export async function* auditCsv(
  pages: AsyncIterable<AuditEntryDto[]>,
  formatters?: ChangeFormatters,
): AsyncGenerator<string> {
  yield stringify([], { bom: true, header: true, columns: COLUMNS, record_delimiter: "\r\n" });
  for await (const page of pages) yield csvLines(page.map((entry) => toFields(entry, formatters)));
}

const toFields = (entry: AuditEntryDto, formatters?: ChangeFormatters): string[] => [
  entry.at,
  entry.actorKind,
  entry.actorName,
  entry.action,
  entry.targetKind,
  entry.targetId,
  entry.targetName,
  formatChanges(entry.changes, formatters).join("; "),
  entry.address ?? "",
];

/** Records as lines of CSV. Names of keys and agents are user input, so formulas are escaped. */
export const csvLines = (records: string[][]): string =>
  stringify(records, {
    record_delimiter: "\r\n",
    // By default the library quotes the given delimiter only: a lone CR or LF would then end the record for other readers.
    quote_record_delimiter: true,
    // Some spreadsheets split by several separators at once.
    quoted_match: /[;\t|]/,
    // The library's `escape_formulas` covers the start of a field only, and cannot be undone.
    cast: { string: escapeFormulas },
  });

const exportedRow = z
  .object({
    time: instantSchema(),
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
 * Parses an exported file, entry by entry. The byte order mark is optional: earlier versions wrote none. Fields are as they
 * were before formulas were escaped.
 * @throws AppError INPUT_INVALID when the file is not an audit export
 */
export async function* parseAuditCsv(source: Readable): AsyncGenerator<ExportedEntry> {
  const lines = parse({ columns: true, bom: true, max_record_size: 1_000_000, cast: unescapeFormulas });
  source.on("error", (error) => lines.destroy(error));
  source.pipe(lines);
  try {
    for await (const line of lines) yield exportedRow.parse(line);
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof CsvError)) throw error;
    throw new AppError(
      "INPUT_INVALID",
      `This file is not an audit export: line ${lines.info.lines} is invalid.`,
    );
  }
}
