import { expect, test } from "vitest";
import { formatInstant, formatRelative, formatToMinute, formatToSecond } from "./time";

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
