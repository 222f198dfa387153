import { expect, test } from "vitest";
import { dateBounds, type ExpiryChoice, resolveExpiry } from "./expiry";

const expiry = (choice: ExpiryChoice, now: string, zone: string) =>
  resolveExpiry(choice, new Date(now), zone)?.toISOString();
const days = (count: number) => ({ kind: "days" as const, days: count });
const date = (text: string) => ({ kind: "date" as const, date: text });

test("90 days keep the local time of day across the end of daylight saving time", () => {
  // 10:00 in London, with daylight saving time and without.
  expect(expiry(days(90), "2026-09-01T09:00:00Z", "Europe/London")).toBe("2026-11-30T10:00:00.000Z");
});

test("a day that skips the local time of day ends at the next valid time", () => {
  // 02:30 in Madrid; 29 March has no 02:30.
  expect(expiry(days(30), "2026-02-27T01:30:00Z", "Europe/Madrid")).toBe("2026-03-29T01:30:00.000Z");
});

test.each([
  ["2027-01-31", "America/New_York", "2027-02-01T04:59:59.999Z"],
  ["2026-11-23", "America/New_York", "2026-11-24T04:59:59.999Z"],
  ["2027-03-01", "Asia/Kolkata", "2027-03-01T18:29:59.999Z"],
  // Midnight of the next day is skipped, or the last hour of the day comes twice.
  ["2027-09-04", "America/Santiago", "2027-09-05T03:59:59.999Z"],
  ["2027-04-03", "America/Santiago", "2027-04-04T03:59:59.999Z"],
  ["2027-10-28", "Africa/Cairo", "2027-10-28T21:59:59.999Z"],
  ["2027-10-30", "Asia/Beirut", "2027-10-30T21:59:59.999Z"],
  ["2027-10-30", "America/Nuuk", "2027-10-31T01:59:59.999Z"],
])("%s in %s includes its last minute, %s", (day, zone, end) => {
  expect(expiry(date(day), "2026-11-23T12:00:00Z", zone)).toBe(end);
});

test("rejects past, invalid and too distant dates", () => {
  const now = "2026-11-23T12:00:00Z";
  for (const day of ["2026-11-22", "2027-02-30", "", "2127-01-01", "2126-11-24"]) {
    expect(expiry(date(day), now, "UTC")).toBeUndefined();
  }
  expect(expiry(date("2126-11-23"), now, "UTC")).toBe("2126-11-23T12:00:00.000Z");
  const bounds = (at: string, zone: string) => dateBounds(new Date(at), zone);
  expect(bounds("2028-02-29T12:00:00Z", "UTC")).toEqual({ first: "2028-02-29", last: "2128-02-29" });
  expect(bounds("2000-02-29T23:00:00Z", "America/Lima")).toEqual({ first: "2000-02-29", last: "2100-02-28" });
  expect(bounds("2026-11-23T23:00:00Z", "Asia/Kolkata")).toEqual({ first: "2026-11-24", last: "2126-11-24" });
});

test("accepts the expiry of another key while it is in the future", () => {
  const until = (instant: string) => expiry({ kind: "instant", instant }, "2026-11-23T12:00:00Z", "UTC");
  expect(until("2027-03-31T08:15:30.250Z")).toBe("2027-03-31T08:15:30.250Z");
  expect(until("2026-11-23T12:00:00.000Z")).toBeUndefined();
});
