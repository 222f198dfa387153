import { rawMembers, writeMembers } from "../raw-json";

/**
 * Metrics as stored text, with one more value: a second write makes a list.
 * @param metrics the JSON text of the metrics
 * @param once leaves a metric that is there already as it is
 */
export function addMetric(metrics: string, name: string, value: string, once: boolean): string {
  const members = rawMembers(metrics);
  const stored = members.get(name);
  if (stored !== undefined && once) return metrics;
  const before = stored === undefined ? [] : ([JSON.parse(stored)].flat() as string[]);
  members.set(name, JSON.stringify(before.length === 0 ? value : [...before, value]));
  return writeMembers(members);
}

/** Metrics with these values in the place of whatever was there; null takes one out. */
export function setMetrics(metrics: string, values: Record<string, string | null>): string {
  const members = rawMembers(metrics);
  for (const [name, value] of Object.entries(values)) {
    if (value === null) members.delete(name);
    else members.set(name, JSON.stringify(value));
  }
  return writeMembers(members);
}
