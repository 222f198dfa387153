import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeFormulas, unescapeFormulas } from "@/lib/core/spreadsheet-formulas";
import { permissionLabel } from "@/lib/features/api-keys/constants";
import { propertyRuns } from "@/testing/property/runs";
import type { AuditEntryDto, ExportedEntry } from "./contract";
import { auditCsv, csvLines, parseAuditCsv } from "./csv";

const ENTRY: AuditEntryDto = {
  id: 1,
  at: "2026-11-24T10:00:00.000Z",
  actorKind: "operator",
  actorName: "Ada",
  action: "api_key.created",
  targetKind: "api_key",
  targetId: "key_1",
  targetName: "=1+1",
  changes: { permissions: { new: ["handoff"] } },
  address: null,
};
const HEADER = "time,actor_kind,actor,action,target_kind,target_id,target,changes,address\r\n";
const LINE =
  "2026-11-24T10:00:00.000Z,operator,Ada,api_key.created,api_key,key_1,'=1+1,permissions: Handoff,\r\n";

async function readEntries(csv: string): Promise<ExportedEntry[]> {
  const entries: ExportedEntry[] = [];
  for await (const entry of parseAuditCsv(Readable.from([Buffer.from(csv)]))) entries.push(entry);
  return entries;
}

test("writes RFC 4180 lines", () => {
  expect(csvLines([["plain", 'a "b", c', "two\r\nlines", "", "é→", "x;y"]])).toBe(
    'plain,"a ""b"", c","two\r\nlines",,é→,"x;y"\r\n',
  );
  expect(csvLines([["one\rtwo"], ["one\ntwo"]])).toBe('"one\rtwo"\r\n"one\ntwo"\r\n');
});

test.each([
  ["x;=1+1", '"x;\'=1+1"'],
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["|calc", '"\'|calc"'],
  ["%0A=1", "'%0A=1"],
  ["\t=1", "\"'\t'=1\""],
  ["\rx", '"\'\rx"'],
  ["\nx", '"\'\nx"'],
  ["＝1", "'＝1"],
  ["﹣1", "'﹣1"],
  ["  =1", "'  =1"],
  ["\ufeff\u200b=1", "'\ufeff\u200b=1"],
  ['"=1"', '"\'""=1"""'],
  ["'=1", "''=1"],
  ["x;@a;-1;y", "\"x;'@a;'-1;y\""],
  ['x; "=1', '"x;\' ""=1"'],
  ["x;'=1", "\"x;''=1\""],
  ["x\t=1", '"x\t\'=1"'],
  ["x,+1", '"x,\'+1"'],
  ["x\n=1", '"x\n\'=1"'],
  ["x;＠1", '"x;\'＠1"'],
  ["Ada-Marie = a+b; O'Neil", '"Ada-Marie = a+b; O\'Neil"'],
  ["it's; 'quoted'", "\"it's; 'quoted'\""],
])("writes %j as %s, and reads it back", (text, written) => {
  expect(csvLines([["first", text]])).toBe(`first,${written}\r\n`);
  expect(unescapeFormulas(escapeFormulas(text))).toBe(text);
});

/** The cells of a file as a spreadsheet reads it whose locale separates by one of these characters. */
function cellsOf(file: string, separators: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at < file.length; at++) {
    let cell = "";
    // A quotation mark counts only at the start of a cell. After the closing one, the rest is text.
    if (file[at] === '"') {
      for (at++; at < file.length && !(file[at] === '"' && file[at + 1] !== '"'); at++) {
        if (file[at] === '"') at++;
        cell += file[at];
      }
      at++;
    }
    for (; at < file.length && !`${separators}\r\n`.includes(file.charAt(at)); at++) cell += file[at];
    cells.push(cell);
  }
  return cells;
}

const hostileText = fc.string({
  unit: fc.constantFrom(...`aé1,;|"\r\n\t=+-@%＝＋－＠' \u2028\ufeff`),
  maxLength: 12,
});

test("no field is a formula in any locale, and each is read back exactly", () => {
  fc.assert(
    // A first field of its own: CSV cannot represent a file that starts with a byte order mark or has one empty field.
    fc.property(
      fc.array(fc.tuple(fc.constant("first"), hostileText, hostileText), { minLength: 1, maxLength: 4 }),
      (records) => {
        const file = csvLines(records);
        expect(parse(file, { cast: unescapeFormulas })).toEqual(records);
        for (const separators of [",", ";", "\t", "|", ",;\t"]) {
          const live = cellsOf(file, separators).filter((cell) =>
            /^[\s"\ufeff]*[=+\-@|%＝＋－＠]/.test(cell),
          );
          expect(live, separators).toEqual([]);
        }
      },
    ),
    { numRuns: propertyRuns(1000) },
  );
});

test("escapes a long field in linear time", () => {
  for (const unit of ["\t", ";", "';", '" ', "=;"]) {
    const text = unit.repeat(200_000);
    expect(unescapeFormulas(escapeFormulas(text)) === text).toBe(true);
  }
});

test("an export starts with a byte order mark and a header, before the first page is read", async () => {
  let pagesRead = 0;
  async function* pages() {
    pagesRead++;
    yield [ENTRY];
    pagesRead++;
    yield [];
  }
  const chunks = auditCsv(pages(), { permissionLabel });
  expect((await chunks.next()).value).toBe(`\ufeff${HEADER}`);
  expect(pagesRead).toBe(0);
  expect((await chunks.next()).value).toBe(LINE);
  expect(pagesRead).toBe(1);
  expect((await chunks.next()).value).toBe("");
  expect((await chunks.next()).done).toBe(true);
});

test("reads exports with a byte order mark and, from earlier versions, without one", async () => {
  const expected = [
    {
      at: "2026-11-24T10:00:00.000Z",
      actorName: "Ada",
      action: "api_key.created",
      targetId: "key_1",
      targetName: "=1+1",
    },
  ];
  expect(await readEntries(`\ufeff${HEADER}${LINE}`)).toEqual(expected);
  expect(await readEntries(`${HEADER}${LINE}`)).toEqual(expected);
});
