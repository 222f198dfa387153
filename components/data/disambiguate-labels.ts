/**
 * Names for controls that nobody can mistake for each other: the name alone, and where others have the same one, with
 * something that they do not share.
 */
export function disambiguateLabels<T>(
  things: readonly T[],
  nameOf: (thing: T) => string,
  moreOf: (thing: T) => string,
): (thing: T) => string {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(nameOf(thing), (counts.get(nameOf(thing)) ?? 0) + 1);
  return (thing) => {
    const name = nameOf(thing);
    return (counts.get(name) ?? 0) > 1 ? `${name}, ${moreOf(thing)}` : name;
  };
}
