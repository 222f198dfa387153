import { domainToUnicode } from "node:url";
import { escapeLike } from "@/db/queries/conditions";
import { normalizeEmail } from "@/lib/core/email";

/**
 * LIKE patterns of the stored addresses that a search text means: those that contain it, the address in another spelling,
 * and those of which it is a part as they are shown. The database has `bücher.de` in ASCII.
 * @param readDomains reads the domains that are shown in Unicode
 */
export async function emailPatterns(search: string, readDomains: () => Promise<string[]>): Promise<string[]> {
  if (search === "") return [];
  const exact = normalizeEmail(search);
  const text = search.toLowerCase().normalize("NFC");
  const at = text.lastIndexOf("@");
  const [local, typed] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  const isMeant = (shown: string) => (at === -1 ? shown.includes(typed) : shown.startsWith(typed));
  const domains = (await readDomains()).filter((domain) => isMeant(domainToUnicode(domain)));
  return [
    `%${escapeLike(text)}%`,
    ...(exact ? [escapeLike(exact)] : []),
    ...domains.map((domain) => `%${escapeLike(local)}@${escapeLike(domain)}`),
  ];
}
