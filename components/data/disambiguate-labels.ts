/** Unique names for controls: the name, and for duplicates also a detail that differs. */
export function disambiguateLabels<T>(
  items: readonly T[],
  getName: (item: T) => string,
  getDetail: (item: T) => string,
): (item: T) => string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(getName(item), (counts.get(getName(item)) ?? 0) + 1);
  return (item) => {
    const name = getName(item);
    return (counts.get(name) ?? 0) > 1 ? `${name}, ${getDetail(item)}` : name;
  };
}
