import { isIPv6 } from "node:net";

/** Groups of an IPv6 address that name a network: 64 of its 128 bits. */
const PREFIX_GROUPS = 4;

/**
 * Whom an address stands for where tries are counted: itself with IPv4, its network of 64 bits with IPv6, because
 * whoever has one address there has all 2⁶⁴. In eight groups of four digits, as better-auth keeps a session's address.
 * @param address as the server settled it; what is no address stands for itself
 */
export function ipPrefix(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  // The parser of addresses brings every spelling to one: lower case, no IPv4 at the end, one gap at most.
  const [left = "", right = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const [head, tail] = [splitGroups(left), splitGroups(right)];
  const gap = Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...gap, ...tail].map((group) => group.padStart(4, "0"));
  if (groups.slice(0, 6).join() === "0000,0000,0000,0000,0000,ffff") return mappedIpv4(groups.slice(6));
  return groups.map((group, at) => (at < PREFIX_GROUPS ? group : "0000")).join(":");
}

const splitGroups = (part: string): string[] => (part === "" ? [] : part.split(":"));

/** The IPv4 address that an IPv6 one carries in its last two groups. */
const mappedIpv4 = (groups: string[]): string => Array.from(Buffer.from(groups.join(""), "hex")).join(".");
