import { expect, test } from "vitest";
import { formatDaysBefore, formatInstant, formatRelative, formatToMinute, formatToSecond } from "./time";

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

test("an instant is told in the person's zone, summer time included", () => {
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

test("how much one end is before another is counted in days of the person's calendar", () => {
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
