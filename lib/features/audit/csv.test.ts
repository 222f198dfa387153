import { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { permissionLabel } from "@/lib/features/api-keys/constants";
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

test("writes RFC 4180 lines and escapes formulas", () => {
  expect(csvLines([["plain", 'a "b", c', "two\r\nlines", "", "é→"]])).toBe(
    'plain,"a ""b"", c","two\r\nlines",,é→\r\n',
  );
  for (const formula of [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
  ]) {
    expect(csvLines([[formula]]).replace(/^"/, ""), formula).toMatch(/^'/);
  }
  expect(csvLines([['=HYPERLINK("http://evil.example","x")']])).toBe(
    '"\'=HYPERLINK(""http://evil.example"",""x"")"\r\n',
  );
  expect(csvLines([["one\rtwo"], ["one\ntwo"]])).toBe('"one\rtwo"\r\n"one\ntwo"\r\n');
});

test("a CSV parser reads every field back, with the apostrophe before a formula", () => {
  const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
  const field = fc.string({ unit: fc.constantFrom(..."aé,\"\r\n\t=+-@＝＋－＠' \u2028\ufeff") });
  fc.assert(
    // A first field of its own: CSV cannot represent a file that starts with a byte order mark or has one empty field.
    fc.property(fc.array(fc.tuple(fc.constant("first"), field, field), { maxLength: 5 }), (records) => {
      const expected = records.map((fields) =>
        fields.map((text) => (FORMULA.test(text) ? `'${text}` : text)),
      );
      expect(parse(csvLines(records))).toEqual(expected);
    }),
  );
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
      targetName: "'=1+1",
    },
  ];
  expect(await readEntries(`\ufeff${HEADER}${LINE}`)).toEqual(expected);
  expect(await readEntries(`${HEADER}${LINE}`)).toEqual(expected);
});
