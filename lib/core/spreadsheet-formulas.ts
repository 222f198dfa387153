// A spreadsheet runs a cell as a formula if it begins with one of these characters (OWASP, CSV injection). It splits a line
// by the list separator of its locale, not of the file: in German Excel the text "x;=1+1" is two cells, whether the field
// is quoted or not, because a quotation mark counts only at the start of a cell.

/** What a formula begins with, also as full-width and small forms, which some spreadsheets normalize. */
const FORMULA_SIGNS = "=+-@|%＝＋－＠｜％﹦﹢﹣﹫﹪";
/** Where a spreadsheet may start another cell or another row. */
const SEPARATORS = ",;|\t\r\n";
/** What a spreadsheet may drop from the start of a cell. */
const DROPPED = /[\s\p{Cc}\p{Cf}"']/u;
/** OWASP lists these as well, at the start of a field. */
const STARTS_WITH_BREAK = /^[\s\p{Cc}\p{Cf}"']*?[\t\r\n]/u;

/**
 * Every place in a field where a spreadsheet could start a cell with a formula, ascending. An apostrophe at such a place
 * changes neither that place nor another one, so that escaping can be undone exactly.
 */
function formulaStarts(text: string): number[] {
  const starts: number[] = [];
  let isFormula = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const character = text.charAt(at);
    if (isFormula && SEPARATORS.includes(character)) starts.push(at + 1);
    isFormula = FORMULA_SIGNS.includes(character) || (isFormula && DROPPED.test(character));
  }
  if (isFormula || STARTS_WITH_BREAK.test(text)) starts.push(0);
  return starts.reverse();
}

/** A field of a CSV file in which no spreadsheet finds a formula, whatever its list separator. */
export function escapeFormulas(field: string): string {
  const starts = formulaStarts(field);
  if (starts.length === 0) return field;
  const parts = starts.map((start, index) => `'${field.slice(start, starts[index + 1])}`);
  return field.slice(0, starts[0]) + parts.join("");
}

/** Undoes `escapeFormulas`. */
export function unescapeFormulas(field: string): string {
  const starts = formulaStarts(field);
  if (starts.length === 0) return field;
  const parts = starts.map((start, index) => field.slice(start, starts[index + 1]).replace(/^'/, ""));
  return field.slice(0, starts[0]) + parts.join("");
}
