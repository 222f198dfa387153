import { parseIpAddress } from "./ip-address";

/** The first 64 of the 128 bits of an IPv6 address. */
const PREFIX_GROUPS = 4;

/**
 * The key under which attempts from an IP address are counted: IPv4 as it is, IPv6 by its /64 prefix, because one client
 * usually controls all 2⁶⁴ addresses of a /64. Written as eight groups of four digits, as better-auth stores addresses.
 * @param text the client IP as the server determined it; other text is returned unchanged
 */
export function ipPrefix(text: string): string {
  const address = parseIpAddress(text);
  if (!address?.includes(":")) return address ?? text;
  const [left = "", right = ""] = address.split("::");
  const [head, tail] = [splitGroups(left), splitGroups(right)];
  const gap = Array<string>(8 - head.length - tail.length).fill("0");
  const groups = [...head, ...gap, ...tail].map((group) => group.padStart(4, "0"));
  return groups.map((group, at) => (at < PREFIX_GROUPS ? group : "0000")).join(":");
}

const splitGroups = (part: string): string[] => (part === "" ? [] : part.split(":"));
