import { afterEach, expect, test } from "vitest";
import { dateBounds, resolveExpiry } from "./expiry";

const zone = process.env.TZ;
afterEach(() => {
  process.env.TZ = zone;
});

test("90 days keep the local time of day across the end of daylight saving time", () => {
  process.env.TZ = "Europe/London";
  const now = new Date("2026-09-01T09:00:00Z"); // 10:00 in London, daylight saving time
  const end = resolveExpiry({ kind: "days", days: 90 }, now);
  expect(end?.toISOString()).toBe("2026-11-30T10:00:00.000Z"); // 10:00 in London, standard time
});

test("a day that skips the local time of day ends at the next valid time", () => {
  process.env.TZ = "Europe/Madrid";
  const end = resolveExpiry({ kind: "days", days: 30 }, new Date("2026-02-27T01:30:00Z")); // 02:30; 29 March has no 02:30
  expect(end?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("a date includes its last minute in the user's time zone", () => {
  process.env.TZ = "America/New_York";
  const now = new Date("2026-11-23T12:00:00Z");
  expect(resolveExpiry({ kind: "date", date: "2027-01-31" }, now)?.toISOString()).toBe(
    "2027-02-01T04:59:59.999Z",
  );
  expect(resolveExpiry({ kind: "date", date: "2026-11-23" }, now)?.toISOString()).toBe(
    "2026-11-24T04:59:59.999Z",
  );
});

test("rejects past, invalid and too distant dates", () => {
  process.env.TZ = "UTC";
  const now = new Date("2026-11-23T12:00:00Z");
  for (const date of ["2026-11-22", "2027-02-30", "", "2127-01-01"]) {
    expect(resolveExpiry({ kind: "date", date }, now)).toBeNull();
  }
  expect(resolveExpiry({ kind: "date", date: "2126-11-23" }, now)?.toISOString()).toBe(
    "2126-11-23T12:00:00.000Z",
  );
  expect(dateBounds(new Date("2028-02-29T12:00:00Z"))).toEqual({ first: "2028-02-29", last: "2128-02-29" });
});

test("accepts the expiry of another key while it is in the future", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  const until = (instant: string) => resolveExpiry({ kind: "instant", instant }, now)?.toISOString();
  expect(until("2027-03-31T08:15:30.250Z")).toBe("2027-03-31T08:15:30.250Z");
  expect(until("2026-11-23T12:00:00.000Z")).toBeUndefined();
});
