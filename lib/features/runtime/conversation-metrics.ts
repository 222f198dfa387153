import { parseRawMembers, stringifyMembers } from "@/lib/core/json-members";

/** Metrics as stored: the JSON text of the values, and of the time when each value was written, in the same order. */
export interface StoredMetrics {
  metrics: string;
  metricTimes: string;
}

/**
 * Adds a value to a metric. A second value turns the metric into a list.
 * @param once leaves a metric that already has a value unchanged
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
  // Imported values have no times.
  const timesBefore = JSON.parse(times.get(name) ?? JSON.stringify(before.map(() => null))) as unknown[];
  members.set(name, JSON.stringify(before.length === 0 ? value : [...before, value]));
  times.set(name, JSON.stringify([...timesBefore, at.toISOString()]));
  return { metrics: stringifyMembers(members), metricTimes: stringifyMembers(times) };
}

/** Replaces the values of metrics. A null value removes the metric. */
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
