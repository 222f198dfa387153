import stringWidth from "string-width";
import { printable } from "./printable";

/** The rows that set the widths of the columns. Later rows are written as they come. */
const MEASURED_ROWS = 1000;
/** A wider cell moves the rest of its row: padding all rows to one list of hundreds of agents would fill the memory. */
const MAX_WIDTH = 200;

/** Formats rows as aligned columns; the first row is the header. */
export function table(rows: string[][]): string {
  const cells = rows.map(toPrintable);
  const widths = measure(cells);
  return cells.map((row) => formatRow(row, widths)).join("\n");
}

/** Formats rows as aligned columns while they are read, a line each. Without rows, `empty` is the only line. */
export async function* tableLines(
  header: string[],
  pages: AsyncIterable<string[][]> | Iterable<string[][]>,
  empty: string,
): AsyncGenerator<string> {
  let first: string[][] = [header];
  let widths: number[] | undefined;
  for await (const page of pages) {
    const cells = page.map(toPrintable);
    if (widths) {
      for (const row of cells) yield formatRow(row, widths);
      continue;
    }
    first = first.concat(cells);
    if (first.length <= MEASURED_ROWS) continue;
    widths = measure(first);
    for (const row of first) yield formatRow(row, widths);
  }
  if (widths) return;
  if (first.length === 1) return yield empty;
  widths = measure(first);
  for (const row of first) yield formatRow(row, widths);
}

const toPrintable = (row: string[]): string[] => row.map(printable);

function measure(rows: string[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.min(MAX_WIDTH, Math.max(widths[column] ?? 0, stringWidth(cell)));
    }
  }
  return widths;
}

const formatRow = (row: string[], widths: number[]): string =>
  row
    .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell))))
    .join("  ")
    .trimEnd();
