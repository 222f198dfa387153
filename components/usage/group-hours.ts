import { dayOf, startOfLocalHour } from "@/lib/core/calendar";
import { DAY_MS } from "@/lib/core/durations";
import { zoneAbbreviation, zonedFormatter } from "@/lib/core/time";
import type { StatusClass } from "@/lib/features/usage/constants";
import type { KeyTrafficDto } from "@/lib/features/usage/contract";

/** The periods that the chart can show. */
export const RANGES = { day: "24 hours", week: "7 days", month: "30 days" } as const;
export type Range = keyof typeof RANGES;

const DAYS = { week: 7, month: 30 };

/** One bar: an hour or a day, with its requests by status class. */
export interface Bar extends Record<StatusClass, number> {
  key: string;
  /** `short` is for the axis, `label` for tooltip and table. */
  short: string;
  label: string;
}

/** Groups hourly counts into the bars of a range, in the user's time zone. Hours and days without requests have zero counts. */
export function groupHours(hours: KeyTrafficDto["hours"], range: Range, now: number, zone: string): Bar[] {
  const starts = hourStarts(now, zone);
  const bars = range === "day" ? hourBars(starts, zone) : lastDays(DAYS[range], now, zone);
  const byKey = new Map(bars.map((bar) => [bar.key, bar]));
  const keyOf = (at: number) =>
    range === "day" ? String(starts.findLast((start) => start <= at)) : dayOf(at, zone);
  for (const { hour, statusClass, requests } of hours) {
    const bar = byKey.get(keyOf(Date.parse(hour)));
    if (bar) bar[statusClass] += requests;
  }
  return bars;
}

/** The totals of some bars by status class, and of all classes. */
export const sumBars = (bars: Bar[]): Record<StatusClass, number> & { all: number } => {
  const sum = { 2: 0, 4: 0, 5: 0 };
  for (const bar of bars) {
    sum[2] += bar[2];
    sum[4] += bar[4];
    sum[5] += bar[5];
  }
  return { ...sum, all: sum[2] + sum[4] + sum[5] };
};

const clockTime = zonedFormatter({ hour: "2-digit", minute: "2-digit" });
const shortDay = zonedFormatter({ day: "numeric", month: "short" });
const fullDay = zonedFormatter({ weekday: "short", day: "numeric", month: "short" });
const fullHour = zonedFormatter({
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** The starts of the hours of the local clock that "the last 24 hours" touch, usually 25, in order. */
function hourStarts(now: number, zone: string): number[] {
  const starts = [startOfLocalHour(now, zone)];
  for (let [first = 0] = starts; first > now - DAY_MS; starts.unshift(first))
    first = startOfLocalHour(first - 1, zone);
  return starts;
}

function hourBars(starts: number[], zone: string): Bar[] {
  const hour = clockTime(zone);
  const full = fullHour(zone);
  const bars = starts.map((at) => {
    const label = normalizeDateText(full.format(at));
    return { at, key: String(at), short: hour.format(at), label, 2: 0, 4: 0, 5: 0 };
  });
  // An hour comes twice when the clock is set back.
  const isTwice = (label: string) => bars.filter((bar) => bar.label === label).length > 1;
  return bars.map(({ at, ...bar }) =>
    isTwice(bar.label) ? { ...bar, label: `${bar.label} ${zoneAbbreviation(at, zone)}` } : bar,
  );
}

function lastDays(count: number, now: number, zone: string): Bar[] {
  // Calendar days, computed in UTC, where every day has 24 hours.
  const today = new Date(`${dayOf(now, zone)}T00:00:00Z`);
  const short = shortDay("UTC");
  const full = fullDay("UTC");
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(today);
    day.setUTCDate(day.getUTCDate() - (count - 1 - index));
    return {
      key: day.toISOString().slice(0, 10),
      short: normalizeDateText(short.format(day)),
      label: normalizeDateText(full.format(day)),
      ...{ 2: 0, 4: 0, 5: 0 },
    };
  });
}

/** Browsers and Node.js differ in the abbreviation of September and in a comma after the weekday. */
const normalizeDateText = (text: string) => text.replace("Sept", "Sep").replace(/^(\w{3}),/, "$1");
