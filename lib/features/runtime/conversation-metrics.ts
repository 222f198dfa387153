import { parseRawMembers, stringifyMembers } from "@/lib/core/json-members";

/** Metrics as they are stored: the JSON texts of the values and, name by name in the same order, of when each was written. */
export interface StoredMetrics {
  metrics: string;
  metricTimes: string;
}

/**
 * Metrics with one more value: a second write makes a list.
 * @param once leaves a metric that is there already as it is
 */
export function addMetric(
  stored: StoredMetrics,
  { name, value, once, at }: { name: string; value: string; once: boolean; at: Date },
): StoredMetrics {
  const members = parseRawMembers(stored.metrics);
  const times = parseRawMembers(stored.metricTimes);
  const known = members.get(name);
  if (known !== undefined && once) return stored;
  const before = known === undefined ? [] : ([JSON.parse(known)].flat() as string[]);
  // Values from elsewhere have no times.
  const timesBefore = JSON.parse(times.get(name) ?? JSON.stringify(before.map(() => null))) as unknown[];
  members.set(name, JSON.stringify(before.length === 0 ? value : [...before, value]));
  times.set(name, JSON.stringify([...timesBefore, at.toISOString()]));
  return { metrics: stringifyMembers(members), metricTimes: stringifyMembers(times) };
}

/** Metrics with these values in the place of whatever was there; null takes one out. */
export function setMetrics(
  stored: StoredMetrics,
  values: Record<string, string | null>,
  at: Date,
): StoredMetrics {
  const members = parseRawMembers(stored.metrics);
  const times = parseRawMembers(stored.metricTimes);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) {
      members.delete(name);
      times.delete(name);
    } else {
      members.set(name, JSON.stringify(value));
      times.set(name, JSON.stringify([at.toISOString()]));
    }
  }
  return { metrics: stringifyMembers(members), metricTimes: stringifyMembers(times) };
}
