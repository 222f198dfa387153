import { isIPv6 } from "node:net";

/** The first 64 of the 128 bits of an IPv6 address. */
const PREFIX_GROUPS = 4;

/**
 * The key under which attempts from an IP address are counted: IPv4 as it is, IPv6 by its /64 prefix, because one client
 * usually controls all 2⁶⁴ addresses of a /64. Written as eight groups of four digits, as better-auth stores addresses.
 * @param address the client IP as the server determined it; other text is returned unchanged
 */
export function ipPrefix(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  // The URL parser normalizes every notation: lowercase, no dotted IPv4 part, at most one "::".
  const [left = "", right = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const [head, tail] = [splitGroups(left), splitGroups(right)];
  const gap = Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...gap, ...tail].map((group) => group.padStart(4, "0"));
  if (groups.slice(0, 6).join() === "0000,0000,0000,0000,0000,ffff") return mappedIpv4(groups.slice(6));
  return groups.map((group, at) => (at < PREFIX_GROUPS ? group : "0000")).join(":");
}

const splitGroups = (part: string): string[] => (part === "" ? [] : part.split(":"));

/** The IPv4 address in the last two groups of an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
const mappedIpv4 = (groups: string[]): string => Array.from(Buffer.from(groups.join(""), "hex")).join(".");
