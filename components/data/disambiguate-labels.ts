import { isolated } from "@/lib/core/bidi";

/** Unique names for controls: the name, for duplicates also a detail, and a number if the details are equal too. */
export function disambiguateLabels<T>(
  items: readonly T[],
  getName: (item: T) => string,
  getDetail: (item: T) => string,
): (item: T) => string {
  const names = countBy(items, getName);
  const withDetail = (item: T) => {
    const name = getName(item);
    return (names.get(name) ?? 0) > 1 ? isolated`${name}, ${getDetail(item)}` : name;
  };
  const used = new Map<string, number>();
  const labels = new Map<T, string>();
  for (const item of items) {
    const label = withDetail(item);
    const count = (used.get(label) ?? 0) + 1;
    used.set(label, count);
    labels.set(item, count > 1 ? `${label} (${count})` : label);
  }
  return (item) => labels.get(item) ?? withDetail(item);
}

function countBy<T>(items: readonly T[], getKey: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(getKey(item), (counts.get(getKey(item)) ?? 0) + 1);
  return counts;
}
