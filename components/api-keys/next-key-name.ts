/** Characters of a key's name, as in the contract. */
const MAX_NAME_LENGTH = 100;

/** A name without its trailing number: "CRM 2" → "CRM". */
export const baseName = (name: string): string => name.replace(/ \d{1,4}$/, "");

/** Suggests the name of a successor: "CRM" → "CRM 2" → "CRM 3", skipping names that are taken. */
export function nextAvailableName(name: string, taken: string[]): string {
  const stem = baseName(name);
  const used = new Set(taken.map((other) => other.toLowerCase()));
  const own = stem === name ? 1 : Number(name.slice(stem.length + 1));
  for (let number = own + 1; ; number++) {
    const ending = ` ${number}`;
    const next = stem.slice(0, MAX_NAME_LENGTH - ending.length).trimEnd() + ending;
    if (!used.has(next.toLowerCase())) return next;
  }
}
