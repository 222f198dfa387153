import { isIP, isIPv4, isIPv6 } from "node:net";
import proxyAddress from "proxy-addr";
import { z } from "zod";
import { parseIpAddress } from "./ip-address";

// What the values of settings have in common. A value that would be accepted and not do what it says is refused.

/** The authority of a URL (user, password and host) and the rest after it. */
const AUTHORITY = /^[a-z]+:\/\/([^/?#]*)(.*)$/is;

/**
 * True if the user or password contains an unencoded delimiter. The rest of the password would be parsed, and printed, as
 * the host.
 * @param atSigns how many @ the authority may contain
 */
function hasUnencodedCharacter(url: string, atSigns: number): boolean {
  const [, authority = "", rest = ""] = AUTHORITY.exec(url) ?? [];
  return rest.includes("@") || authority.split("@").length - 1 > atSigns;
}

const UNENCODED_MESSAGE =
  "has an unencoded character in its user or password: write @ as %40, / as %2F, ? as %3F and # as %23";

/** @param atSigns how many @ the authority may contain: the user of a mail server may be an email address */
const url = (protocols: string[], example: string, atSigns = Number.POSITIVE_INFINITY) =>
  z
    .string()
    .refine((value) => !hasUnencodedCharacter(value, atSigns), { error: UNENCODED_MESSAGE, abort: true })
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
      error: `must be a URL such as ${example}`,
      abort: true,
    });

/** The parameters by which other libraries choose a schema. Every session has `search_path=public`. */
const SCHEMA_PARAMETERS = ["schema", "currentSchema", "search_path"];

export const databaseUrl = url(
  ["postgres:", "postgresql:"],
  "postgres://user:password@host:5432/name",
  1,
).refine(
  (value) => !SCHEMA_PARAMETERS.some((name) => new URL(value).searchParams.has(name)),
  "must not choose a schema: the tables are always in the schema public. Use a database of its own",
);

export const redisUrl = url(["redis:", "rediss:"], "redis://localhost:6379").refine((value) => {
  const { pathname, search, hash } = new URL(value);
  return /^\/?\d*$/.test(pathname) && !search && !hash;
}, "must have nothing but a database number after its host, such as redis://localhost:6379/0");

export const smtpUrl = url(["smtp:", "smtps:"], "smtp://user:password@host:587")
  .refine((value) => {
    const { pathname, hash } = new URL(value);
    return ["", "/"].includes(pathname) && !hash;
  }, "must have no path, such as smtp://user:password@host:587")
  .refine((value) => {
    const { username, password } = new URL(value);
    return (username === "") === (password === "");
  }, "must have a user and a password, or neither");

const PUBLIC_EXAMPLE = "https://keys.example.com";

/** The origin at which users open the console. Next fixes the path below which pages are served when it builds them. */
export const publicUrl = url(["http:", "https:"], PUBLIC_EXAMPLE)
  .refine((value) => new URL(value).pathname === "/", {
    error: `must have no path: the console only runs at the root of a host. Give it a host name of its own, such as ${PUBLIC_EXAMPLE}`,
    abort: true,
  })
  .refine((value) => {
    const { username, password, search, hash } = new URL(value);
    return !username && !password && !search && !hash;
  }, `must have no user, query or fragment, such as ${PUBLIC_EXAMPLE}`)
  .refine(
    (value) => !["0.0.0.0", "[::]"].includes(new URL(value).hostname),
    `must name a host that users can open, such as ${PUBLIC_EXAMPLE}`,
  )
  .transform((value) => new URL(value).origin);

/** True for a list of addresses and networks that can only mean what they say. */
export function isProxyList(list: string): boolean {
  const entries = list.split(",").map((entry) => entry.trim());
  try {
    proxyAddress.compile(entries);
  } catch {
    return false;
  }
  return entries.every(isProxy);
}

/** The names of networks that `proxy-addr` knows. */
const NAMED_NETWORKS = ["loopback", "linklocal", "uniquelocal"];

/**
 * `proxy-addr` would read 10/8 as 0.0.0.10/8, 010.0.0.1 as 8.0.0.1, and ::ffff:10.0.0.0/8 as a network that contains every
 * IPv4 address.
 */
function isProxy(entry: string): boolean {
  if (NAMED_NETWORKS.includes(entry)) return true;
  const [address = "", prefix] = entry.split("/");
  if (isIP(address) === 0 || address.includes("%")) return false;
  if (prefix === undefined || /^\d{1,3}$/.test(prefix)) return prefix === undefined || !isMapped(address);
  return isIPv4(address) && isIPv4(prefix);
}

const isMapped = (address: string): boolean => isIPv6(address) && isIPv4(parseIpAddress(address) ?? "");
