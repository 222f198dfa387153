import { tzScan } from "@date-fns/tz";
import { expect, test } from "vitest";
import {
  endOfDay,
  formatDaysBefore,
  fromLocalTime,
  LAST_DAY,
  lastDayStarts,
  startOfDay,
  toLocalTime,
} from "./calendar";
import { DAY_MS, HOUR_MS, QUARTER_HOUR_MS } from "./durations";

test("counts the days between two expiry times by the user's calendar", () => {
  const before = (first: string, second: string) => formatDaysBefore(first, second, "Europe/London");
  expect(before("2027-02-25T10:10:00Z", "2027-03-31T09:00:00Z")).toBe("34 days before");
  expect(before("2027-02-25T23:00:00Z", "2027-02-26T01:00:00Z")).toBe("1 day before");
  expect(formatDaysBefore("2027-02-25T02:00:00Z", "2027-02-25T06:00:00Z", "America/New_York")).toBe(
    "1 day before",
  );
  expect(before("2027-02-25T09:00:00Z", "2027-02-25T12:00:00Z")).toBe("less than a day before");
  expect(before("2027-02-25T09:00:00Z", "2027-02-25T09:00:00Z")).toBe("");
  expect(before("2027-02-25T10:00:00Z", "2027-02-25T09:00:00Z")).toBe("");
});

test.each([
  ["an ordinary day", "2026-11-24", "Asia/Kathmandu", "2026-11-23T18:15:00.000Z"],
  ["the day after the clock goes forward", "2026-03-30", "Europe/London", "2026-03-29T23:00:00.000Z"],
  ["the day after the clock goes back", "2026-10-26", "Europe/London", "2026-10-26T00:00:00.000Z"],
  ["a day without midnight", "2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
  ["a day without midnight in Chile", "2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  ["a day that the zone skipped", "2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
  ["a day with two midnights", "2018-11-04", "America/Havana", "2018-11-04T04:00:00.000Z"],
  ["the last day", LAST_DAY, "UTC", "9998-12-31T00:00:00.000Z"],
])("finds the start of %s: %s in %s", (_, day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
  const at = Date.parse(instant);
  expect(startOfDay(new Date(Date.parse(day) - 2 * DAY_MS).toISOString().slice(0, 10), zone, 2)).toEqual(
    new Date(at),
  );
});

const FIRST = Date.UTC(2020, 0, 1);
const LAST = Date.UTC(2030, 11, 31);
const dayText = (day: number) => new Date(day).toISOString().slice(0, 10);

/** Zones whose clock changes at or near midnight, by 30 minutes or by two hours, or whose offset is no whole hour. */
const UNUSUAL_ZONES = [
  ...[
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/El_Aaiun",
    "America/Asuncion",
    "America/Havana",
    "America/Nuuk",
  ],
  ...[
    "America/Santiago",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
  ],
  ...["Asia/Damascus", "Asia/Gaza", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Tehran", "Atlantic/Azores"],
  ...[
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Marquesas",
    "UTC",
  ],
];

/** Days close to a change of the zone's offset, by the library's data, and every 17th day. */
function* changeableDays(zone: string): Generator<number> {
  for (const { date } of tzScan(zone, { start: new Date(FIRST), end: new Date(LAST) })) {
    const day = Math.floor(date.getTime() / DAY_MS) * DAY_MS;
    for (let by = -2; by <= 2; by++) yield day + by * DAY_MS;
  }
  for (let day = FIRST; day <= LAST; day += 17 * DAY_MS) yield day;
}

function* everyDay(): Generator<number> {
  for (let day = FIRST; day <= LAST; day += DAY_MS) yield day;
}

test("finds the first and last instant of every day in every zone", { timeout: 240_000 }, () => {
  const full = process.env.FULL_TESTS === "1";
  for (const zone of full ? Intl.supportedValuesOf("timeZone") : UNUSUAL_ZONES) {
    const { format } = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
    for (const day of full ? everyDay() : changeableDays(zone)) {
      const text = dayText(day);
      const [start, end] = [startOfDay(text, zone).getTime(), endOfDay(text, zone).getTime()];
      const days = [start - 1, start, end, end + 1].map((at) => format(at));
      // The counts of requests are by the quarter of an hour.
      const found = [days, start % QUARTER_HOUR_MS];
      const expected = [[dayText(day - DAY_MS), text, text, dayText(day + DAY_MS)], 0];
      // Calling `expect` millions of times takes minutes.
      if (String(found) !== String(expected)) expect(found, `${text} in ${zone}`).toEqual(expected);
    }
  }
});

test("finds both instants of a local time that comes twice, and moves one that is skipped", () => {
  const at = (local: string, zone: string) => {
    const ms = Date.parse(`${local}Z`);
    return [fromLocalTime(ms, zone), fromLocalTime(ms, zone, "last")].map((found) => found.toISOString());
  };
  expect(at("2026-10-25T01:30", "Europe/London")).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
  ]);
  expect(at("2026-04-05T01:45", "Australia/Lord_Howe")).toEqual([
    "2026-04-04T14:45:00.000Z",
    "2026-04-04T15:15:00.000Z",
  ]);
  expect(at("2026-03-29T01:30", "Europe/London")).toEqual(Array(2).fill("2026-03-29T01:30:00.000Z"));
  for (const zone of UNUSUAL_ZONES) {
    for (const day of changeableDays(zone)) {
      const instant = new Date(day + 13 * HOUR_MS);
      expect(fromLocalTime(toLocalTime(instant, zone), zone)).toEqual(instant);
    }
  }
});

test("lists the starts of the last days, today's included", () => {
  const starts = lastDayStarts(Date.parse("2026-09-06T18:40:00Z"), "Asia/Kolkata", 3);
  expect(starts.map((start) => start.toISOString())).toEqual([
    "2026-09-04T18:30:00.000Z",
    "2026-09-05T18:30:00.000Z",
    "2026-09-06T18:30:00.000Z",
  ]);
});
