import { expect, test } from "vitest";
import { groupHours, sumBars } from "./group-hours";

const hour = (at: string, statusClass: 2 | 4 | 5, requests: number) => ({ hour: at, statusClass, requests });
const now = Date.parse("2026-10-26T10:30:00Z");

test("groups by day in the user's time zone, with zeros and with a 25-hour day", () => {
  // Summer time ended in London on the 25th: the 24th ended at 23:00 UTC, the 25th at midnight.
  const hours = [
    hour("2026-10-24T22:00:00Z", 2, 1),
    hour("2026-10-24T23:00:00Z", 2, 2),
    hour("2026-10-25T23:00:00Z", 4, 4),
    hour("2026-10-26T00:00:00Z", 5, 8),
    hour("2026-01-01T00:00:00Z", 2, 99),
  ];
  const week = groupHours(hours, "week", now, "Europe/London");
  expect(week.map((bar) => [bar.label, bar[2], bar[4], bar[5]])).toEqual([
    ["Tue 20 Oct", 0, 0, 0],
    ["Wed 21 Oct", 0, 0, 0],
    ["Thu 22 Oct", 0, 0, 0],
    ["Fri 23 Oct", 0, 0, 0],
    ["Sat 24 Oct", 1, 0, 0],
    ["Sun 25 Oct", 2, 4, 0],
    ["Mon 26 Oct", 0, 0, 8],
  ]);
  expect(sumBars(week)).toEqual({ 2: 3, 4: 4, 5: 8, all: 15 });
  const tokyo = groupHours(hours, "month", now, "Asia/Tokyo");
  expect(tokyo).toHaveLength(30);
  expect(tokyo.at(-2)).toMatchObject({ label: "Sun 25 Oct", 2: 3 });
  expect(tokyo.at(-1)).toMatchObject({ label: "Mon 26 Oct", 4: 4, 5: 8 });
});

test("counts a request at 00:10 on its day where days begin within an hour", () => {
  const at = Date.parse("2026-10-25T19:00:00Z");
  const hours = [hour("2026-10-25T17:30:00Z", 2, 1), hour("2026-10-25T18:30:00Z", 2, 2)];
  const week = groupHours(hours, "week", at, "Asia/Kolkata");
  expect(week.slice(-2).map((bar) => [bar.label, bar[2]])).toEqual([
    ["Sun 25 Oct", 1],
    ["Mon 26 Oct", 2],
  ]);
  expect(
    groupHours(hours, "day", at, "Asia/Kolkata")
      .slice(-2)
      .map((bar) => [bar.label, bar[2]]),
  ).toEqual([
    ["Sun 25 Oct, 23:00", 1],
    ["Mon 26 Oct, 00:00", 2],
  ]);
});

test("counts hours from the start of each day, also when the clock is changed by half an hour", () => {
  const labels = (at: string, zone: string) =>
    groupHours([], "day", Date.parse(at), zone).map((bar) => bar.short);
  expect(labels("2026-10-25T19:00:00Z", "Asia/Kathmandu").slice(-3)).toEqual(["22:00", "23:00", "00:00"]);
  // At 02:00 on 4 October 2026, the clocks of Lord Howe Island are set to 02:30.
  expect(labels("2026-10-03T18:00:00Z", "Australia/Lord_Howe").slice(-4)).toEqual([
    ...["01:00", "02:30", "03:30", "04:30"],
  ]);
  expect(labels("2026-10-04T14:00:00Z", "Australia/Lord_Howe").slice(-4)).toEqual([
    ...["22:30", "23:30", "00:00", "01:00"],
  ]);
});

test("names the offset of an hour that comes twice", () => {
  const labels = groupHours([], "day", Date.parse("2026-10-25T03:00:00Z"), "Europe/London").map(
    (bar) => bar.label,
  );
  expect(labels.slice(-5)).toEqual([
    "Sun 25 Oct, 00:00",
    "Sun 25 Oct, 01:00 BST",
    "Sun 25 Oct, 01:00 GMT",
    "Sun 25 Oct, 02:00",
    "Sun 25 Oct, 03:00",
  ]);
});

test("the last 24 hours start with the current hour of yesterday", () => {
  const hours = [
    hour("2026-10-25T09:30:00Z", 2, 1),
    hour("2026-10-25T10:30:00Z", 2, 2),
    hour("2026-10-26T10:30:00Z", 4, 4),
  ];
  const day = groupHours(hours, "day", now, "Asia/Kolkata");
  expect(day).toHaveLength(25);
  expect(day[0]).toMatchObject({ short: "16:00", label: "Sun 25 Oct, 16:00", 2: 2 });
  expect(day.at(-1)).toMatchObject({ short: "16:00", 4: 4 });
  expect(sumBars(day).all).toBe(6);
});
