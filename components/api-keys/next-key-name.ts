import { withEnding } from "@/lib/core/normalize-name";

/** A name without its trailing number: "CRM 2" → "CRM". */
export const baseName = (name: string): string => name.replace(/ \d{1,4}$/, "");

/** Suggests the name of a successor: "CRM" → "CRM 2" → "CRM 3", skipping names that are taken. */
export function nextAvailableName(name: string, taken: string[]): string {
  const stem = baseName(name);
  const used = new Set(taken.map((other) => other.toLowerCase()));
  const own = stem === name ? 1 : Number(name.slice(stem.length + 1));
  for (let number = own + 1; ; number++) {
    const next = withEnding(stem, ` ${number}`);
    if (!used.has(next.toLowerCase())) return next;
  }
}
