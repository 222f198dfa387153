/** What a spreadsheet would take for a formula when it stands first. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One line of CSV by RFC 4180. A field that a spreadsheet would run as a formula gets an apostrophe in front: names of
 * keys and agents are whatever somebody typed.
 */
export function csvLine(fields: string[]): string {
  return `${fields.map(field).join(",")}\r\n`;
}

function field(text: string): string {
  const inert = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
