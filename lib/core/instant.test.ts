import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearTimestamp } from "@/testing/property/near-values";
import { propertyRuns } from "@/testing/property/runs";
import { parseInstant, toInstant } from "./instant";

describe("reads the spellings of 2026-09-01T08:00:00.000Z", () => {
  test.each([
    // strftime: %FT%T%z, %F %T %z, %Y%m%dT%H%M%SZ
    "2026-09-01T10:00:00+0200",
    "2026-09-01 10:00:00 +0200",
    "20260901T080000Z",
    "20260901T100000+0200",
    "2026-09-01T100000+0200",
    // Java: OffsetDateTime, Instant, ZonedDateTime and DateTimeFormatter
    "2026-09-01T10:00+02:00",
    "2026-09-01T08:00Z",
    "2026-09-01T08:00:00.000000000Z",
    "2026-09-01T10:00:00+02",
    "2026-09-01T10:00+02:00[Europe/Berlin]",
    "2026-09-01T10:00+02:00[GMT+02:00]",
    "2026-09-01T10:00:00+02:00[Europe/Berlin][u-ca=gregory]",
    "2026-09-01T08:00Z[Etc/UTC]",
    "2026-09-01T09:23:45+01:23:45",
    // Python: isoformat() and str()
    "2026-09-01T10:00:00.000000+02:00",
    "2026-09-01T10+02:00",
    "2026-09-01 10:00:00+02:00",
    "2026-09-01 08:00:00Z",
    // A "+" that an unencoded query string turned into a space
    "2026-09-01T10:00:00 02:00",
    "2026-09-01T10:00:00 0200",
    "2026-09-01T10:00:00 02",
    "2026-09-01 10:00:00 02:00",
    "2026-09-01 10:00:00  0200",
    "2026-09-01T10:00 02:00[Etc/GMT-2]",
    // RFC 3339 and ISO 8601
    "2026-09-01t08:00:00z",
    "2026-09-01T08:00:00.0Z",
    "2026-09-01T08:00:00,000Z",
    "2026-09-01T08:00:00-00:00",
    "2026-09-01T02:30:00-05:30",
    "2026-09-01T02:30:00\u221205:30",
    "2026-08-31T24:00-08:00",
  ])("%s", (text) => expect(toInstant(text)).toBe("2026-09-01T08:00:00.000Z"));
});

test.each([
  ["2026-09-01T08:00:00.1234567899Z", "2026-09-01T08:00:00.123Z"],
  ["2026-09-01T08:00:00.999999Z", "2026-09-01T08:00:00.999Z"],
  ["1969-12-31T23:59:59.9999Z", "1969-12-31T23:59:59.999Z"],
  ["2026-09-01T08:00:00.5+00:00", "2026-09-01T08:00:00.500Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ["0099-06-01T00:00:00Z", "0099-06-01T00:00:00.000Z"],
  ["2024-02-29T24:00:00Z", "2024-03-01T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["2017-01-01T00:59:60.25+01:00", "2017-01-01T00:00:00.250Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
])("reads %s as %s", (text, instant) => expect(toInstant(text)).toBe(instant));

const EXISTS = "must be a time that exists, in the years 1 to 9999";
const FORMAT = "must be an ISO 8601 time with its offset, such as 2026-09-01T12:00:00Z";
const OFFSET = "must end with its UTC offset, such as Z or +02:00";

test.each([
  ["2026-09-01T10:00:00", OFFSET],
  ["2026-09-01 10:00", OFFSET],
  ["20260901T100000", OFFSET],
  ["2026-09-01T10:00:00[Europe/Berlin]", OFFSET],
  ["2026-09-01", FORMAT],
  ["2026-09-01+02:00", FORMAT],
  ["2026-02-30T00:00:00Z", EXISTS],
  ["2026-13-01T00:00:00Z", EXISTS],
  ["2026-09-01T24:00:01Z", EXISTS],
  ["2026-09-01T25:00:00Z", EXISTS],
  ["2026-09-01T10:60:00Z", EXISTS],
  ["2026-09-01T10:30:60Z", EXISTS],
  ["2026-09-01T10:00:00+24:00", EXISTS],
  ["2026-09-01T10:00:00+02:60", EXISTS],
  ["0000-12-31T23:59:59Z", EXISTS],
  ["0001-01-01T00:00:00+00:01", EXISTS],
  ["9999-12-31T23:59:59-00:01", EXISTS],
  // A zone that must be understood (RFC 9557, section 3.3)
  ["2026-09-01T10:00+02:00[!Europe/Berlin]", FORMAT],
  ["2026-09-01T10:00:00+2", FORMAT],
  ["2026-09-01T10:00:00+200", FORMAT],
  ["2026-09-01T10:00:00.Z", FORMAT],
  ["2026-09-01T10:00.5Z", FORMAT],
  ["2026-09-01T10:0000Z", FORMAT],
  ["2026-0901T10:00:00Z", FORMAT],
  ["2026-09-01T10:00:00 CEST", FORMAT],
  ["2026-09-01T10:00:00Z\n", FORMAT],
  [" 2026-09-01T10:00:00Z", FORMAT],
  ["+002026-09-01T10:00:00Z", FORMAT],
  ["2026-W36-2T10:00:00Z", FORMAT],
  ["２０２６-09-01T10:00:00Z", FORMAT],
  ["Tue, 01 Sep 2026 10:00:00 GMT", FORMAT],
  ["1788256800", FORMAT],
  ["", FORMAT],
])("refuses %s", (text, problem) => expect(parseInstant(text)).toEqual({ problem }));

test.each([
  ["2026-09-01", "2026-09-01T00:00:00.000Z"],
  ["20260901", "2026-09-01T00:00:00.000Z"],
  ["2026-09-01T10:00", "2026-09-01T10:00:00.000Z"],
  ["2026-09-01 10:00:00.5", "2026-09-01T10:00:00.500Z"],
  ["20260901T100000", "2026-09-01T10:00:00.000Z"],
  ["2026-09-01T10:00:00+0200", "2026-09-01T08:00:00.000Z"],
  // Possibly a date with an offset
  ["2026-09-01 02:00", null],
  ["2026-09-01T10:00:00[Europe/Berlin]", null],
  ["2026-09-01[Europe/Berlin]", null],
])("as UTC without an offset, %s is %s", (text, instant) =>
  expect(toInstant(text, { assumeUtc: true })).toBe(instant),
);

test("agrees with Date on every text that Date's own format allows, and refuses what it refuses", () => {
  const DATE_FORMAT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
  const texts = nearTimestamp.filter((text) => DATE_FORMAT.test(text) && !text.includes(":60"));
  fc.assert(
    fc.property(texts, (text) => {
      const at = Date.parse(text);
      const exists = !Number.isNaN(at) && Number(text.slice(8, 10)) === dayOf(text);
      const year = new Date(at).getUTCFullYear();
      const expected = exists && year >= 1 && year <= 9999 ? new Date(at).toISOString() : null;
      expect(toInstant(text)).toBe(expected);
    }),
    { numRuns: propertyRuns(2000) },
  );
});

/** The day of the month that Date makes of a date: 30 February is 2 March. */
const dayOf = (text: string): number => new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate();

test("takes linear time on hostile input", () => {
  for (const part of ["0", " ", "[a]", "+00", "."]) {
    for (const start of ["", "2026-09-01T10:00:00", "2026-09-01T10:00:00.", "2026-09-01T10:00:00Z"])
      expect(toInstant(`${start}${part.repeat(200_000)}!`)).toBeNull();
  }
});
