import { isIP } from "node:net";

/** An IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) as the URL parser writes it. */
const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * The one spelling of an IP address: IPv4 with four decimal numbers, IPv6 as in RFC 5952, an IPv4-mapped address as IPv4,
 * without a zone, which has a meaning on one machine only.
 * @returns undefined for text that is not an IP address, such as IPv4 with leading zeros, which programs read differently
 */
export function parseIpAddress(text: string): string | undefined {
  const family = isIP(text);
  if (family !== 6) return family === 4 ? text : undefined;
  const [bare = ""] = text.split("%", 1);
  // The URL parser normalizes every notation.
  const address = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high = "", low = ""] = MAPPED_IPV4.exec(address) ?? [];
  if (!low) return address;
  return Array.from(Buffer.from(high.padStart(4, "0") + low.padStart(4, "0"), "hex")).join(".");
}
