import { domainToUnicode } from "node:url";

/** A stored email address as people write it, with its domain in Unicode: `ada@bücher.de`. */
export function displayEmail(email: string): string {
  const at = email.lastIndexOf("@") + 1;
  return email.includes("xn--", at) ? email.slice(0, at) + domainToUnicode(email.slice(at)) : email;
}
