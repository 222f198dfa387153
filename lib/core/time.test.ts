import { expect, test } from "vitest";
import { DAY_MS } from "./durations";
import {
  formatDaysBefore,
  formatInstant,
  formatRelative,
  formatToMinute,
  formatToSecond,
  LAST_DAY,
  startOfDay,
} from "./time";

const now = Date.parse("2026-11-23T12:00:00Z");

test.each([
  ["2026-11-23T11:59:50Z", "a few seconds ago"],
  ["2026-11-23T12:00:20Z", "a few seconds ago"],
  ["2026-11-23T11:57:00Z", "3 minutes ago"],
  ["2026-11-22T11:00:00Z", "1 day ago"],
  ["2026-07-20T12:00:00Z", "4 months ago"],
  ["2126-11-23T12:00:00Z", "in 100 years"],
])("%s is %s", (instant, words) => {
  expect(formatRelative(instant, now)).toBe(words);
});

test("formats an instant in the user's zone, with daylight saving time", () => {
  expect(formatInstant("2126-03-23T16:21:00Z", "UTC")).toBe("23 Mar 2126, 16:21");
  expect(formatInstant("2026-07-01T12:00:00Z", "Europe/London")).toBe("01 Jul 2026, 13:00");
  expect(formatInstant("2026-09-01T12:00:00Z", "America/New_York")).toBe("01 Sep 2026, 08:00");
  expect(formatToSecond("2026-01-01T12:00:05Z", "Europe/Madrid")).toBe(
    "1 Jan 2026, 13:00:05 Europe/Madrid (CET)",
  );
  expect(formatToMinute("2026-07-01T12:00:05Z", "Europe/Madrid")).toBe(
    "01 Jul 2026, 14:00 Europe/Madrid (CEST)",
  );
});

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
  ["a day with two midnights", "2018-11-04", "America/Havana", "2018-11-04T04:00:00.000Z"],
  ["the last day", LAST_DAY, "UTC", "9998-12-31T00:00:00.000Z"],
])("finds the start of %s: %s in %s", (_, day, zone, instant) => {
  expect(startOfDay(day, zone).toISOString()).toBe(instant);
  const at = Date.parse(instant);
  expect(startOfDay(new Date(Date.parse(day) - 2 * DAY_MS).toISOString().slice(0, 10), zone, 2)).toEqual(
    new Date(at),
  );
});
